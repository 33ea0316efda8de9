//! Which resolvers are asked: each is checked as it is typed, and a button tries it.

use is_it_me_core::check::ask::to_resolver;
use is_it_me_core::dns::resolver::BadResolver;
use is_it_me_core::dns::{Answer, DEFAULTS, Kind, MOST_RESOLVERS, Question, Resolver};
use is_it_me_core::message::Message;
use is_it_me_core::quantity::decimal;
use is_it_me_core::text::join;

use super::form::{redraw_after, store, tell};
use super::section;
use crate::dom::{Node, button, el, text_of, value_of, write};
use crate::limit::millis;
use crate::net::{Options, ask_once};
use crate::settings::{Chosen, set_resolvers};
use crate::task::spawn;
use crate::words::{label, say, term};

/// The name a resolver is asked for to see whether it answers: reserved for examples (RFC 2606), so it tells nothing.
const EXAMPLE: &str = "example.com";
/// Nobody waits longer in front of a button.
const PATIENCE_MS: u32 = 5_000;

/// One line per resolver, and an empty one for another if one more would be asked.
pub(super) fn draw(chosen: &Chosen) -> Node {
    let known = if chosen.resolvers.is_empty() { &DEFAULTS } else { chosen.resolvers.as_slice() };
    let lines: Vec<&str> = known.iter().map(|known| &*known.url).chain([""]).take(MOST_RESOLVERS).collect();
    let count = lines.len();
    let rows = lines.iter().enumerate().map(|(number, address)| row(number, address, count));
    let usual = button(label("options_resolvers_usual"), |_| redraw_after(set_resolvers(&[])));
    section("resolvers").child(el("ul").children(rows)).child(usual)
}

/// The names of a line's field and of what is said about it.
fn names(number: usize) -> [String; 2] {
    ["resolver", "verdict"].map(|name| join(&[name, &decimal(number)], "-"))
}

fn row(number: usize, address: &str, count: usize) -> Node {
    let [name, verdict] = names(number);
    let field = el("input").attr("type", "url").attr("id", name).attr("value", address).attr("spellcheck", "false");
    let field = field.attr("aria-label", label("options_resolver")).attr("aria-describedby", &*verdict);
    let field = field.on("change", move |_| {
        judge(number);
        keep(number, count);
    });
    let test = button(label("options_resolver_test"), move |_| try_out(number));
    let verdict = el("output").attr("id", verdict);
    el("li").child(field).child(test).child(verdict)
}

/// What is in a line, if it is a resolver; otherwise it is said what is wrong with it.
fn judge(number: usize) -> Option<Resolver> {
    let [name, verdict] = names(number);
    let judged = typed(&name);
    let complaint = match &judged {
        Ok(_) | Err(BadResolver::Empty) => String::new(),
        Err(why) => term("options_resolver", why.word()),
    };
    write(&verdict, &complaint);
    judged.ok()
}

/// A resolver on the visitor's own network is as good as any other here: the visitor typed it.
fn typed(field: &str) -> Result<Resolver, BadResolver> {
    Resolver::typed(&value_of(field))
}

/// Stores all lines, once each is fine or empty: storing only the good ones would ask others than those shown. If all
/// are empty, nothing is stored either, as no resolvers at all would mean the usual ones.
fn keep(number: usize, count: usize) {
    let told = |number: usize| text_of(&join(&["#", &names(number)[1]], ""));
    let refused = label("options_resolver_last");
    let (mut fine, mut is_wrong) = (Vec::new(), false);
    for number in 0..count {
        match typed(&names(number)[0]) {
            Ok(resolver) => fine.push(resolver),
            Err(why) => is_wrong |= why != BadResolver::Empty,
        }
    }
    if fine.is_empty() {
        return write(&names(number)[1], join(&[told(number), refused], " ").trim());
    }
    (0..count).filter(|number| told(*number).ends_with(&refused)).for_each(|number| {
        judge(number);
    });
    if is_wrong {
        return tell("options_not_saved");
    }
    store(set_resolvers(&fine));
}

/// Tries it once, and says what came of that.
fn try_out(number: usize) {
    let Some(resolver) = judge(number) else { return };
    spawn(async move {
        let said = match answer(&resolver).await {
            Some(took_ms) => say(&Message::new("options_resolver_answers").with(took_ms.to_string())),
            None => label("options_resolver_silent"),
        };
        write(&names(number)[1], &said);
    });
}

/// The milliseconds until an answer came that can be read.
async fn answer(resolver: &Resolver) -> Option<u32> {
    let question = Question::new(EXAMPLE, Kind::A)?;
    let request = to_resolver(question.url(resolver)?);
    let options = Options { without_cookies: true, ..Options::within(PATIENCE_MS) };
    let reply = ask_once(&request, &options).await?;
    let answered = reply.result.ok().filter(|answered| answered.status == 200)?;
    Answer::read(&answered.body, &question, 0)?;
    Some(millis(reply.took_ms))
}
