//! Ordering of short lists.

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

/// The items in their order, each once.
pub(crate) fn each_once<T: Ord>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut all = Vec::new();
    items.into_iter().for_each(|item| place(&mut all, item));
    all
}

/// Puts an item into its place among others in order, unless it is there.
pub(crate) fn place<T: Ord>(all: &mut Vec<T>, item: T) {
    if let Err(at) = all.binary_search(&item) {
        all.insert(at, item);
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
        assert_eq!(each_once([3, 1, 3, 2, 1]), [1, 2, 3]);
        assert!(each_once(Vec::<u8>::new()).is_empty());
    }
}
