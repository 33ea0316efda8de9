//! Where the fields of a row stand; its kind comes first. The build script writes them here, and the crate reads them
//! here.

/// Of a step.
pub(crate) mod step {
    pub(crate) const ID: usize = 1;
    pub(crate) const SECTION: usize = 2;
    pub(crate) const MINUTES: usize = 3;
    pub(crate) const RISK: usize = 4;
    pub(crate) const WHO: usize = 5;
    pub(crate) const SYSTEM: usize = 6;
    pub(crate) const NEEDS: usize = 7;
    pub(crate) const UNDO: usize = 8;
    pub(crate) const TEXT: usize = 9;
    pub(crate) const FIRST: usize = 10;
    /// The five lists that say for which failures it is.
    pub(crate) const FITS: usize = 11;
    /// All the rest: a stack, and the command for it.
    pub(crate) const COMMANDS: usize = 16;
}

/// Of a line of a log. The fields that most lines leave empty stand together.
pub(crate) mod line {
    /// The first two characters of HAProxy's termination state.
    pub(crate) const STATE: usize = 1;
    /// One of Envoy's response flags.
    pub(crate) const FLAG: usize = 2;
    /// A status, or its first digit.
    pub(crate) const STATUS: usize = 3;
    /// The place of the meaning among all, as one character: [`FIRST_MEANING`] or one after it. Their names, in each of
    /// some three hundred lines, would take a third of a kilobyte of the package.
    pub(crate) const MEANS: usize = 4;
    pub(crate) const PROGRAM: usize = 5;
    /// All the rest: texts that must be in it.
    pub(crate) const HAS: usize = 6;

    /// The character for the first meaning.
    pub(crate) const FIRST_MEANING: u8 = b'A';
}
