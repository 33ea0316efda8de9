//! What nginx writes, byte for byte: its name, its words beside a status, and its error page.

/// What it calls itself.
pub(crate) const NAME: &str = "nginx/1.25.3";

/// The line that nginx repeats to make its page long enough for Chrome to show it.
const PADDING: &str = "<!-- a padding to disable MSIE and Chrome friendly error page -->\r\n";

/// The error page of nginx, byte for byte.
pub(crate) fn error_page(status: u16, padded: bool) -> String {
    let title = format!("{status} {}", reason(status));
    let mut page = format!(
        "<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n\
         <center><h1>{title}</h1></center>\r\n<hr><center>{NAME}</center>\r\n</body>\r\n</html>\r\n"
    );
    if padded && status >= 400 {
        page.push_str(&PADDING.repeat(6));
    }
    page
}

/// The words that nginx puts beside a status.
pub(crate) fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        204 => "No Content",
        301 => "Moved Permanently",
        302 => "Moved Temporarily",
        304 => "Not Modified",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Not Allowed",
        407 => "Proxy Authentication Required",
        408 => "Request Time-out",
        410 => "Gone",
        413 => "Request Entity Too Large",
        418 => "I'm a teapot",
        421 => "Misdirected Request",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Temporarily Unavailable",
        504 => "Gateway Time-out",
        505 => "HTTP Version Not Supported",
        507 => "Insufficient Storage",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::error_page;

    #[test]
    fn nginx_page_has_its_known_length() {
        // nginx/1.25.3 answers a 502 with Content-Length: 157, and pads it to 559 for Chrome.
        assert_eq!(error_page(502, false).len(), 157);
        assert_eq!(error_page(502, true).len(), 559);
    }
}
