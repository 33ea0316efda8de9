//! What happens when: visitors in slots of a tenth of a second, which is finer than anything that is measured.

/// Milliseconds of a slot.
pub(crate) const SLOT_MS: u32 = 100;

/// The visitors who act in each slot, from now on.
pub(crate) struct Calendar {
    slots: Vec<Vec<u32>>,
    at: usize,
}

impl Calendar {
    /// An empty one up to `end_ms`; what would come later does not happen.
    pub(crate) fn until(end_ms: u32) -> Self {
        Self { slots: vec![Vec::new(); (end_ms / SLOT_MS) as usize + 1], at: 0 }
    }

    /// The visitor acts at that moment, or in this slot if that has passed.
    pub(crate) fn add(&mut self, at_ms: u32, visitor: u32) {
        let slot = ((at_ms / SLOT_MS) as usize).max(self.at);
        if let Some(slot) = self.slots.get_mut(slot) {
            slot.push(visitor);
        }
    }

    /// The next slot in which somebody acts: its start in milliseconds, and who. Acts that are meanwhile added to the
    /// same slot come in a further round of it.
    pub(crate) fn next(&mut self) -> Option<(u32, Vec<u32>)> {
        while let Some(slot) = self.slots.get_mut(self.at) {
            if !slot.is_empty() {
                let start_ms = u32::try_from(self.at).unwrap_or(u32::MAX) * SLOT_MS;
                return Some((start_ms, std::mem::take(slot)));
            }
            self.at += 1;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::Calendar;

    #[test]
    fn acts_come_in_order_and_late_ones_at_once() {
        let mut calendar = Calendar::until(1_000);
        calendar.add(950, 1);
        calendar.add(120, 2);
        assert_eq!(calendar.next(), Some((100, vec![2])));
        calendar.add(0, 3);
        assert_eq!(calendar.next(), Some((100, vec![3])));
        assert_eq!(calendar.next(), Some((900, vec![1])));
        calendar.add(5_000, 4);
        assert_eq!(calendar.next(), None);
    }
}
