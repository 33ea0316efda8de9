//! The HTML that the lab answers with.

use crate::reply::{NGINX, reason};

/// The line that nginx repeats so that its page is long enough for Chrome to show it.
const PADDING: &str = "<!-- a padding to disable MSIE and Chrome friendly error page -->\r\n";

/// The error page of nginx, byte for byte.
pub(crate) fn nginx_error(status: u16, padded: bool) -> String {
    let title = format!("{status} {}", reason(status));
    let mut page = format!(
        "<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n\
         <center><h1>{title}</h1></center>\r\n<hr><center>{NGINX}</center>\r\n</body>\r\n</html>\r\n"
    );
    if padded && status >= 400 {
        page.push_str(&PADDING.repeat(6));
    }
    page
}

/// A small page of the lab's own; `content` is HTML already, `title` is not.
pub(crate) fn html(title: &str, content: &str) -> String {
    let title = escape(title);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n</head>\n\
         <body>\n<main>\n<h1>{title}</h1>\n{content}\n</main>\n</body>\n</html>\n"
    )
}

/// Text made safe between tags and inside a quoted attribute.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{escape, nginx_error};

    #[test]
    fn nginx_page_has_its_known_length() {
        // nginx/1.25.3 answers a 502 with Content-Length: 157, and pads it to 559 for Chrome.
        assert_eq!(nginx_error(502, false).len(), 157);
        assert_eq!(nginx_error(502, true).len(), 559);
    }

    #[test]
    fn escapes_markup() {
        assert_eq!(escape("<a b=\"&\">"), "&lt;a b=&quot;&amp;&quot;&gt;");
    }
}
