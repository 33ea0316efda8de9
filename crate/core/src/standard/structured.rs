//! Lists of structured fields (RFC 9651), the form in which Proxy-Status and Cache-Status are written.

use crate::text::clip;

/// Longer fields are ignored: a line in real use is a hundredth of this.
pub const MAX_FIELD: usize = 8192;
/// More members are checked but not kept: nobody is behind this many proxies.
pub const MAX_MEMBERS: usize = 16;
/// More parameters are checked but not kept.
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

/// One value, of the kinds that a diagnosis reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Value {
    /// A token or a string: names may be written as either.
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
    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number as a status, if it can be one.
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

/// The members of a list that may come in several lines; `None` if any part of it breaks the grammar.
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
    Cursor(field.as_bytes()).list()
}

/// What is not read yet. Every method reads from its front on, and gives `None` if the grammar is broken.
///
/// One byte at a time and few types: a crate for this was four times as much code in the module.
struct Cursor<'a>(&'a [u8]);

/// Stands for the end of the text. The grammar has no such byte, so if there is one, it breaks the grammar too.
const END: u8 = 0;

impl<'a> Cursor<'a> {
    fn peek(&self) -> u8 {
        self.0.first().copied().unwrap_or(END)
    }

    fn next(&mut self) -> u8 {
        let byte = self.peek();
        self.0 = self.0.get(1..).unwrap_or_default();
        byte
    }

    fn eat(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == byte;
        if is_next {
            self.next();
        }
        is_next
    }

    /// All bytes up to the first that is not `of` this kind.
    fn run(&mut self, of: fn(u8) -> bool) -> &'a [u8] {
        let all = self.0;
        while of(self.peek()) {
            self.next();
        }
        all.get(..all.len() - self.0.len()).unwrap_or_default()
    }

    fn list(&mut self) -> Option<Vec<Member>> {
        let mut members = Vec::new();
        self.run(is_space);
        if self.0.is_empty() {
            return Some(members);
        }
        loop {
            let member = self.member()?;
            if members.len() < MAX_MEMBERS {
                members.push(member);
            }
            self.run(is_blank);
            if self.0.is_empty() {
                return Some(members);
            }
            if !self.eat(b',') {
                return None;
            }
            self.run(is_blank);
        }
    }

    /// Neither of the two fields has inner lists, so nothing of one is kept.
    fn member(&mut self) -> Option<Member> {
        if !self.eat(b'(') {
            return self.item();
        }
        loop {
            self.run(is_space);
            if self.eat(b')') {
                self.parameters()?;
                return Some(Member::default());
            }
            self.item()?;
            if !matches!(self.peek(), b' ' | b')') {
                return None;
            }
        }
    }

    fn item(&mut self) -> Option<Member> {
        Some(Member { value: self.value()?, parameters: self.parameters()? })
    }

    /// If a parameter is there twice, the last counts.
    fn parameters(&mut self) -> Option<Vec<(String, Value)>> {
        let mut kept: Vec<(String, Value)> = Vec::new();
        while self.eat(b';') {
            self.run(is_space);
            if !matches!(self.peek(), b'a'..=b'z' | b'*') {
                return None;
            }
            let name = self.text(is_in_key)?;
            let value = if self.eat(b'=') { self.value()? } else { Value::Boolean(true) };
            if let Some((_, known)) = kept.iter_mut().find(|(known, _)| *known == name) {
                *known = value;
            } else if kept.len() < MAX_PARAMETERS {
                kept.push((name, value));
            }
        }
        Some(kept)
    }

    fn value(&mut self) -> Option<Value> {
        match self.peek() {
            b'-' | b'0'..=b'9' => return self.number(),
            b'a'..=b'z' | b'A'..=b'Z' | b'*' => return self.text(is_in_token).map(Value::Text),
            _ => {}
        }
        match self.next() {
            b'"' => Some(Value::Text(clip(&self.string(false)?, MAX_TEXT))),
            b'%' if self.eat(b'"') => self.string(true).map(|_| Value::Other),
            b'?' if self.eat(b'0') => Some(Value::Boolean(false)),
            b'?' if self.eat(b'1') => Some(Value::Boolean(true)),
            b'@' => self.number().filter(|date| *date != Value::Other).map(|_| Value::Other),
            b':' => self.bytes(),
            _ => None,
        }
    }

    /// A whole number, or one with a fraction, which is not kept.
    fn number(&mut self) -> Option<Value> {
        let minus = self.eat(b'-');
        let digits = self.run(is_digit);
        if self.eat(b'.') {
            let right = matches!(digits.len(), 1..=12) && matches!(self.run(is_digit).len(), 1..=3);
            return right.then_some(Value::Other);
        }
        if !matches!(digits.len(), 1..=15) {
            return None;
        }
        let number = digits.iter().fold(0, |number, digit| number * 10 + i64::from(digit - b'0'));
        Some(Value::Integer(if minus { -number } else { number }))
    }

    /// A key or a token, whose bytes are all ASCII.
    fn text(&mut self, of: fn(u8) -> bool) -> Option<String> {
        Some(clip(str::from_utf8(self.run(of)).ok()?, MAX_TEXT))
    }

    /// What follows the quote that opens a string, or a display string, in which `%c3%a9` is `é`.
    fn string(&mut self, display: bool) -> Option<String> {
        let mut bytes = Vec::new();
        loop {
            bytes.push(match self.next() {
                b'"' => return String::from_utf8(bytes).ok(),
                b'\\' if !display => Some(self.next()).filter(|byte| matches!(byte, b'"' | b'\\'))?,
                b'%' if display => self.hex_digit()? << 4 | self.hex_digit()?,
                byte @ b' '..=b'~' => byte,
                _ => return None,
            });
        }
    }

    fn hex_digit(&mut self) -> Option<u8> {
        match self.next() {
            digit @ b'0'..=b'9' => Some(digit - b'0'),
            digit @ b'a'..=b'f' => Some(digit - b'a' + 10),
            _ => None,
        }
    }

    /// What follows the colon that opens bytes in base64. Their padding may be missing, but must not be too long.
    fn bytes(&mut self) -> Option<Value> {
        let (digits, padding) = (self.run(is_base64).len() % 4, self.run(|byte| byte == b'=').len());
        let right = match digits {
            0 => padding == 0,
            1 => false,
            _ => digits + padding <= 4,
        };
        (right && self.eat(b':')).then_some(Value::Other)
    }
}

fn is_space(byte: u8) -> bool {
    byte == b' '
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

fn is_digit(byte: u8) -> bool {
    byte.is_ascii_digit()
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/')
}

fn is_in_key(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-' | b'.' | b'*')
}

fn is_in_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~:/".contains(&byte)
}
