//! What every test of hostile input draws from.

/// A generator of noise that gives the same noise every time (xorshift, Marsaglia 2003).
pub(crate) struct Noise(pub(crate) u64);

impl Noise {
    pub(crate) fn next(&mut self) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap()
    }

    /// Any number below this one.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.next() % end
    }
}
