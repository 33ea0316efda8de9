//! What many visitors do to a site that is down, by the way they come back.
//!
//! One site with a capacity is down for a while; visitors arrive before, during and after. Each way of coming back is a
//! [`Policy`]; the extension's is the very code of the core. [`run()`] plays one [`Scenario`] and says what it came to.
//! Nothing here is random but the seed: two runs never differ.

pub mod bars;
mod calendar;
mod chart;
mod outcome;
pub mod pictures;
mod policy;
pub mod report;
mod run;
mod site;
pub mod table;
pub mod tradeoff;
mod visitor;

pub use outcome::Outcome;
pub use policy::Policy;
pub use run::{Scenario, run};
