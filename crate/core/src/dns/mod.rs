//! What other resolvers say of a name: questions and answers of the name system over HTTPS.
//!
//! Nothing here asks anybody. A question becomes an address to fetch, and the bytes that come back become an [`Answer`].

pub mod address;
pub mod answer;
pub mod name;
pub mod query;
pub mod resolver;

pub use answer::{Answer, Unreadable};
pub use name::Host;
pub use query::{Kind, Question};
pub use resolver::{DEFAULTS, Resolver};
