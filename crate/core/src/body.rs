//! A bounded excerpt of a response body, and the little of its structure that a diagnosis needs.

use serde::{Deserialize, Serialize};

use crate::headers::Headers;
use crate::text::{
    after_ignore_case, clip, contains_ignore_case, cut, join, one_line, starts_ignore_case, unescaped, unsigned,
};

/// The first part of a response body, as text, and its title.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Body {
    text: String,
    title: Option<String>,
}

impl Body {
    /// No more bytes than this are kept: every generated error page known to us is far shorter.
    pub const MAX: usize = 32 * 1024;
    /// A title longer than this is clipped.
    const MAX_TITLE: usize = 200;
    /// Enough to see whether a page has words of its own.
    const MAX_VISIBLE: usize = 1024;

    /// The text of the excerpt.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The same without the white space around it, and without the page that a browser makes around bare text and bare
    /// markup.
    pub(crate) fn bare(&self) -> &str {
        let text = self.text.trim_ascii();
        let inside = text.strip_prefix("<html><head></head><body>");
        inside.map_or(text, |inside| inside.strip_suffix("</body></html>").unwrap_or(inside).trim_ascii())
    }

    /// Is the body of an answer empty, as was seen or, failing that, as its length says?
    pub(crate) fn is_missing(seen: Option<&Self>, headers: Option<&Headers>) -> bool {
        let says_so = || headers.and_then(|headers| headers.get("content-length")) == Some("0");
        seen.map_or_else(says_so, Self::is_empty)
    }

    /// Is this less than half of what was sent, as its length says? What is not in a part may be in the rest.
    pub(crate) fn is_part(&self, headers: Option<&Headers>) -> bool {
        let sent = headers.and_then(|headers| unsigned(headers.get("content-length")?, 10));
        sent.is_some_and(|sent: usize| self.text.len() < sent / 2)
    }

    /// Is it JSON rather than a page or a text?
    pub(crate) fn is_json(&self) -> bool {
        let text = self.text.trim_ascii_start();
        text.strip_prefix('[').map_or(text, str::trim_ascii_start).starts_with(['{', '"'])
    }

    /// Is there a page in it that does not begin it? Then whoever wrote what comes before quotes the page.
    pub(crate) fn quotes_a_page(&self) -> bool {
        let text = self.bare();
        let begins_as_text = text.bytes().next().is_some_and(|byte| byte.is_ascii() && byte != b'<');
        begins_as_text && contains_ignore_case(text, "<html")
    }

    /// Is there nothing but white space?
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// The beginning of what a person sees of the page: the text between the tags, without scripts, styles and title.
    pub fn visible(&self) -> String {
        let mut out = String::new();
        let mut rest = self.text.as_str();
        while !rest.is_empty() && out.len() < Self::MAX_VISIBLE {
            let (text, tag) = rest.split_once('<').unwrap_or((rest, ""));
            out.push_str(&clip(text.trim_start(), Self::MAX_VISIBLE));
            out.push(' ');
            rest = after_element(tag);
        }
        clip(&one_line(&unescaped(&out)), Self::MAX_VISIBLE)
    }

    /// To how many other pages and files it leads.
    pub(crate) fn links(&self) -> usize {
        let is_link = |tag: &&[u8; 4]| matches!(*tag, [b'<', b'a' | b'A', b' ', _] | b"<lin" | b"<LIN");
        self.text.as_bytes().array_windows().filter(is_link).count()
    }

    /// The page's title on one line, when it has one.
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }
}

/// What follows a tag whose `<` has been read; what it encloses is skipped where nobody sees it.
fn after_element(tag: &str) -> &str {
    if let Some(comment) = tag.strip_prefix("!--") {
        return cut(comment, "-->").map_or("", |(_, rest)| rest);
    }
    let hidden = ["script", "style", "title"].iter().find(|name| starts_ignore_case(tag, name));
    let rest = tag.split_once('>').map_or("", |(_, rest)| rest);
    hidden.map_or(rest, |name| {
        after_ignore_case(rest, &join(&["</", name], "")).and_then(|r| r.split_once('>')).map_or("", |(_, r)| r)
    })
}

/// Stands for the rest of a text that is too long.
const CUT: &str = "…";

fn title(html: &str) -> Option<String> {
    let opened = html.split_inclusive('<').map(str::len).scan(0, |at, len| {
        *at += len;
        Some(*at)
    });
    let tag = opened.filter_map(|at| html.get(at..)).find(|tag| starts_ignore_case(tag, "title"))?;
    let (_, inside) = tag.split_once('>')?;
    let title = inside.split('<').next().unwrap_or_default();
    let title = one_line(&unescaped(title));
    let is_long = title.len() > Body::MAX_TITLE;
    let shown = if is_long { clip(&title, Body::MAX_TITLE - CUT.len()) + CUT } else { title };
    Some(shown).filter(|title| !title.is_empty())
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
        assert_eq!(title(&format!("<title>{}", "a".repeat(201))), Some("a".repeat(197) + CUT));
        assert_eq!(title(&format!("<title>{}", "a".repeat(200))), Some("a".repeat(200)));
        assert_eq!(title("<title>Fish &amp; Chips &amp;lt;</title>").as_deref(), Some("Fish & Chips &lt;"));
        assert_eq!(
            title("<title>It&#8217;s &#x2014; not&#32;me &#; &#x; &#55296; &#1;</title>").as_deref(),
            Some("It’s — not me &#; &#x; &#55296;")
        );
        assert_eq!(
            title("<title>It&apos;s down &ltd; &toolong;</title>").as_deref(),
            Some("It's down &ltd; &toolong;")
        );
        assert_eq!(title("<title></title>"), None);
        assert_eq!(title("<title"), None);
        assert_eq!(title(""), None);
    }

    #[test]
    fn what_a_person_sees_is_the_text_between_the_tags() {
        let visible = |html: &str| Body::from(html.to_owned()).visible();
        let page = "<title>T</title><!-- <b>no</b> --><style>p{}</style><P class=x>Fish &amp;\n<b>Chips</b><script>x<y</script>!";
        assert_eq!(visible(page), "Fish & Chips !");
        assert_eq!(visible("Service says 503\n"), "Service says 503");
        assert_eq!(visible("<script>never closed"), "");
        assert_eq!(visible("a <"), "a");
        assert!(visible(&"word ".repeat(10_000)).len() <= Body::MAX_VISIBLE);
    }

    #[test]
    fn words_before_a_page_quote_it() {
        let quotes = |text: &str| Body::from(text.to_owned()).quotes_a_page();
        assert!(quotes("Error: the other server said 502 <HTML><title>Bad Gateway</title></HTML>"));
        assert!(quotes("[1] <!DOCTYPE html><html></html>"));
        for page in
            ["<html>502</html>", "\u{feff}<html></html>", "<br><b>Warning</b>: x <html></html>", "a <b>word</b>"]
        {
            assert!(!quotes(page), "{page}");
        }
    }

    #[test]
    fn less_than_half_of_what_was_sent_is_a_part() {
        let is_part = |length: &str| {
            let headers = Headers::from([("content-length", length)]);
            Body::from("Bad Gateway".to_owned()).is_part(Some(&headers))
        };
        assert!(is_part("157") && is_part("24"));
        assert!(!is_part("23") && !is_part("") && !is_part("5"), "compressed it is shorter than it is read");
        assert!(!Body::from(String::new()).is_part(None));
    }

    #[test]
    fn what_a_browser_makes_a_page_around_is_bare() {
        let bare = |text: &str| Body::from(text.to_owned()).bare().to_owned();
        assert_eq!(bare("\n busy \n"), "busy");
        assert_eq!(bare("<html><head></head><body>busy\n</body></html>"), "busy");
        assert_eq!(bare("<html><head></head><body><h1>busy, and cut o"), "<h1>busy, and cut o");
        let page = "<html><head><title>A page</title></head><body>busy</body></html>";
        assert_eq!(bare(page), page);
    }

    #[test]
    fn a_huge_body_is_clipped() {
        assert_eq!(Body::from("x".repeat(Body::MAX * 4)).text().len(), Body::MAX);
    }
}
