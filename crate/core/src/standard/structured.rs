//! Lists of structured fields (RFC 9651), the form in which Proxy-Status and Cache-Status are written.

use std::convert::Infallible;

use sfv::visitor::{EntryVisitor, Ignored, InnerListVisitor, ItemVisitor, ListVisitor, ParameterVisitor};
use sfv::{BareItemFromInput, KeyRef, Parser};

use crate::text::clip;

/// Longer fields are ignored: one line of them is a hundredth of it.
pub const MAX_FIELD: usize = 8192;
/// More members are checked and not kept: nobody stands behind this many proxies.
pub const MAX_MEMBERS: usize = 16;
/// More parameters are checked and not kept.
pub const MAX_PARAMETERS: usize = 16;
/// Longer texts are clipped.
pub const MAX_TEXT: usize = 256;

/// One member of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Member {
    /// What it is.
    pub value: Value,
    parameters: Vec<(String, Value)>,
}

/// One value, of those kinds that a diagnosis reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Value {
    /// A token or a string: who writes a name may use either.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// Yes or no; a parameter without a value says yes.
    Boolean(bool),
    /// Of another kind, and not kept.
    #[default]
    Other,
}

impl Value {
    /// The text, where it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number as a status, where it can be one.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Integer(number) => u16::try_from(*number).ok().filter(|status| (100..1000).contains(status)),
            _ => None,
        }
    }
}

impl Member {
    /// The parameter of this name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// The parameters in their order.
    pub fn parameters(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.parameters.iter().map(|(name, value)| (name.as_str(), value))
    }
}

/// The members of a list that may stand in several lines; `None` where any part of it breaks the grammar.
pub fn list(lines: &[&str]) -> Option<Vec<Member>> {
    let mut field = String::new();
    for line in lines {
        if field.len() + line.len() > MAX_FIELD {
            return None;
        }
        if !field.is_empty() {
            field.push_str(", ");
        }
        field.push_str(line);
    }
    Parser::new(&field).parse_list_with_visitor(Members::default()).ok()
}

#[derive(Default)]
struct Members(Vec<Member>);

impl<'de> ListVisitor<'de> for Members {
    type Out = Vec<Member>;
    type Error = Infallible;

    fn entry(&mut self) -> Result<impl EntryVisitor<'de>, Self::Error> {
        if self.0.len() == MAX_MEMBERS {
            return Ok(None);
        }
        self.0.push(Member::default());
        Ok(self.0.last_mut())
    }

    fn finish(self) -> Result<Self::Out, Self::Error> {
        Ok(self.0)
    }
}

impl<'de> EntryVisitor<'de> for &mut Member {
    type Error = Infallible;

    fn item(self) -> Result<impl ItemVisitor<'de>, Self::Error> {
        Ok(self)
    }

    /// Neither of the two fields knows inner lists.
    fn inner_list(self) -> Result<impl InnerListVisitor<'de>, Self::Error> {
        Ok(Ignored)
    }
}

impl<'de> ItemVisitor<'de> for &mut Member {
    type Out = ();
    type Error = Infallible;

    fn bare_item(
        self,
        item: BareItemFromInput<'de>,
    ) -> Result<impl ParameterVisitor<'de, Out = Self::Out>, Self::Error> {
        self.value = value(&item);
        Ok(self)
    }
}

impl<'de> ParameterVisitor<'de> for &mut Member {
    type Out = ();
    type Error = Infallible;

    /// Of a parameter that is there twice the last counts.
    fn parameter(&mut self, key: &'de KeyRef, item: BareItemFromInput<'de>) -> Result<(), Self::Error> {
        let known = self.parameters.iter_mut().find(|(name, _)| name == key.as_str());
        if let Some((_, kept)) = known {
            *kept = value(&item);
        } else if self.parameters.len() < MAX_PARAMETERS {
            self.parameters.push((clip(key.as_str(), MAX_TEXT), value(&item)));
        }
        Ok(())
    }

    fn finish(self) -> Result<Self::Out, Self::Error> {
        Ok(())
    }
}

fn value(item: &BareItemFromInput) -> Value {
    match item {
        BareItemFromInput::Token(token) => Value::Text(clip(token.as_str(), MAX_TEXT)),
        BareItemFromInput::String(text) => Value::Text(clip(text.as_str(), MAX_TEXT)),
        BareItemFromInput::Integer(number) => Value::Integer(i64::from(*number)),
        BareItemFromInput::Boolean(yes) => Value::Boolean(*yes),
        _ => Value::Other,
    }
}
