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

/// Of a line of a log.
pub(crate) mod line {
    pub(crate) const PROGRAM: usize = 1;
    pub(crate) const MEANS: usize = 2;
    /// The first two characters of HAProxy's termination state.
    pub(crate) const STATE: usize = 3;
    /// One of Envoy's response flags.
    pub(crate) const FLAG: usize = 4;
    /// A status, or its first digit.
    pub(crate) const STATUS: usize = 5;
    /// All the rest: texts that must be in it.
    pub(crate) const HAS: usize = 6;
}
