//! Short lists in order, and without repetitions.

/// The items, heaviest first; equal ones stay in their order.
///
/// The lists are a few dozen items long, and insertion is a tenth of the code of the standard library's sort, which
/// counts where the code is downloaded.
pub(crate) fn heaviest_first<T>(items: impl IntoIterator<Item = T>, weight: impl Fn(&T) -> f32) -> Vec<T> {
    let mut ranked: Vec<T> = Vec::new();
    for item in items {
        let at = ranked.partition_point(|before| weight(before) >= weight(&item));
        ranked.insert(at, item);
    }
    ranked
}

/// Adds an item at the end, unless it is already there.
pub(crate) fn once<T: PartialEq>(all: &mut Vec<T>, item: T) {
    if !all.contains(&item) {
        all.push(item);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_come_first_and_equals_keep_their_order() {
        let ranked = heaviest_first([("a", 1.0), ("b", 3.0), ("c", 1.0), ("d", 2.0)], |(_, weight)| *weight);
        assert_eq!(ranked.iter().map(|(name, _)| *name).collect::<String>(), "bdac");
    }

    #[test]
    fn what_is_there_more_than_once_is_kept_once() {
        let mut all = Vec::new();
        for item in [3, 1, 3, 2, 1] {
            once(&mut all, item);
        }
        assert_eq!(all, [3, 1, 2]);
    }
}
