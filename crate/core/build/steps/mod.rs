//! `steps/` as static tables: what a visitor can do, and what a site's owner can. The shape of the files is described in
//! CONTRIBUTING.md.

mod groups;
mod owner;
mod stacks;
mod visitor;

pub(crate) use owner::table as owner;
pub(crate) use visitor::table as visitor;
