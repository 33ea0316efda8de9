//! A bounded excerpt of a response body, and the little of its structure that a diagnosis reads.

use serde::{Deserialize, Serialize};

use crate::text::{after_ignore_case, clip, one_line};

/// The first part of a response body, as text, and its title.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Body {
    text: String,
    title: Option<String>,
}

impl Body {
    /// More bytes than this are never kept: every generated error page known to us is far shorter.
    pub const MAX: usize = 32 * 1024;
    /// A title longer than this is clipped.
    const MAX_TITLE: usize = 200;

    /// The text of the excerpt.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Is there nothing but white space?
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// The page's title on one line, when it has one.
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }
}

fn title(html: &str) -> Option<String> {
    let open = after_ignore_case(html, "<title")?;
    let (_, inside) = open.split_once('>')?;
    let title = inside.split_once('<').map_or(inside, |(title, _)| title);
    Some(clip(&one_line(&unescaped(title)), Body::MAX_TITLE)).filter(|title| !title.is_empty())
}

/// The character references that HTML cannot do without, and browsers therefore write.
fn unescaped(text: &str) -> String {
    let known = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&")];
    known.iter().fold(text.to_owned(), |text, (reference, character)| text.replace(reference, character))
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        let text = if text.len() <= Self::MAX { text } else { clip(&text, Self::MAX) };
        Self { title: title(&text), text }
    }
}

impl From<Body> for String {
    fn from(body: Body) -> Self {
        body.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_is_read_from_any_shape_of_markup() {
        let title = |html: &str| Body::from(html.to_owned()).title().map(str::to_owned);
        assert_eq!(title("<TITLE lang=en>\n502\tBad Gateway</TITLE>").as_deref(), Some("502 Bad Gateway"));
        assert_eq!(title("<title>never closed").as_deref(), Some("never closed"));
        assert_eq!(title("<title>Fish &amp; Chips &amp;lt;</title>").as_deref(), Some("Fish & Chips &lt;"));
        assert_eq!(title("<title></title>"), None);
        assert_eq!(title("<title"), None);
        assert_eq!(title(""), None);
    }

    #[test]
    fn a_huge_body_is_clipped() {
        assert_eq!(Body::from("x".repeat(Body::MAX * 4)).text().len(), Body::MAX);
    }
}
