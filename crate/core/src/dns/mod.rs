//! What other resolvers say about a name: DNS questions and answers over HTTPS, and what comparing them with the
//! browser's own lookup shows.
//!
//! Nothing here asks anybody. A question becomes an address to fetch, the bytes that come back become an [`Answer`],
//! and [`compare`] turns several of them into findings.

pub mod address;
pub mod answer;
mod compare;
pub mod findings;
pub mod name;
pub mod query;
pub mod resolver;

pub use answer::Answer;
pub use compare::{Browser, Heard, compare};
pub use findings::{Finding, What, evidence};
pub use name::Host;
pub use query::{Kind, Question};
pub use resolver::{DEFAULTS, MOST_RESOLVERS, Resolver};
