//! What may be ordered, according to Globalping's schema (`MeasurementRequest`). Globalping refuses what the schema
//! does not name, and so does the lab.

use serde_json::Value;

/// A client that has not signed in gets no more probes than this.
const MOST_PROBES: u64 = 50;

const ORDER: &[&str] = &["type", "target", "inProgressUpdates", "locations", "limit", "timeout", "measurementOptions"];
const LOCATION: &[&str] =
    &["continent", "region", "country", "state", "city", "asn", "network", "tags", "magic", "limit"];
const OPTIONS: &[&str] = &["request", "resolver", "protocol", "port", "ipVersion"];
const REQUEST: &[&str] = &["host", "path", "query", "method", "headers"];

/// One valid order.
pub(super) struct Order {
    pub(super) target: String,
    pub(super) probes: u64,
}

impl Order {
    /// Reads an order, or says what is wrong with it.
    pub(super) fn read(body: &[u8]) -> Result<Self, String> {
        let order: Value = serde_json::from_slice(body).map_err(|error| error.to_string())?;
        let (options, none) = (at(&order, "measurementOptions"), Vec::new());
        let locations = at(&order, "locations").as_array().unwrap_or(&none);
        only(&order, ORDER)?;
        only(options, OPTIONS)?;
        only(at(options, "request"), REQUEST)?;
        locations.iter().try_for_each(|location| only(location, LOCATION))?;
        one_of(at(&order, "type"), &["http"])?;
        one_of(at(options, "protocol"), &["HTTP", "HTTPS", "HTTP2"])?;
        one_of(at(at(options, "request"), "method"), &["HEAD", "GET", "OPTIONS"])?;
        within(at(&order, "timeout"), 5, 30)?;
        let target =
            at(&order, "target").as_str().filter(|target| !target.is_empty() && !target.contains(['/', ':', '@', '?']));
        let target = target.ok_or("\"target\" is not a host")?.to_owned();
        Ok(Self { target, probes: probes(at(&order, "limit"), locations)? })
    }
}

/// The value of this member; nothing if it is missing.
fn at<'v>(value: &'v Value, name: &str) -> &'v Value {
    static NOTHING: Value = Value::Null;
    value.get(name).unwrap_or(&NOTHING)
}

fn probes(limit: &Value, locations: &[Value]) -> Result<u64, String> {
    let each = locations.iter().map(|location| at(location, "limit"));
    if !limit.is_null() && each.clone().any(|limit| !limit.is_null()) {
        return Err("\"limit\" and the \"limit\" of a location exclude each other".to_owned());
    }
    let all = limit.as_u64().unwrap_or_else(|| each.map(|limit| limit.as_u64().unwrap_or(1)).sum::<u64>().max(1));
    within(&all.into(), 1, MOST_PROBES)?;
    Ok(all)
}

/// If present, it may hold only these.
fn only(value: &Value, allowed: &[&str]) -> Result<(), String> {
    let Some(fields) = value.as_object() else {
        return if value.is_null() { Ok(()) } else { Err(format!("{value} is not an object")) };
    };
    let unknown = fields.keys().find(|key| !allowed.contains(&key.as_str()));
    unknown.map_or(Ok(()), |key| Err(format!("\"{key}\" is not allowed")))
}

fn one_of(value: &Value, allowed: &[&str]) -> Result<(), String> {
    let fits = value.as_str().map_or(value.is_null(), |word| allowed.contains(&word));
    if fits { Ok(()) } else { Err(format!("{value} is none of {allowed:?}")) }
}

fn within(value: &Value, least: u64, most: u64) -> Result<(), String> {
    let fits = value.as_u64().map_or(value.is_null(), |number| (least..=most).contains(&number));
    if fits { Ok(()) } else { Err(format!("{value} is not between {least} and {most}")) }
}

#[cfg(test)]
mod tests {
    use super::Order;

    fn read(text: &str) -> Result<(String, u64), String> {
        Order::read(text.as_bytes()).map(|order| (order.target, order.probes))
    }

    #[test]
    fn takes_what_the_schema_takes() {
        let order = r#"{"type":"http","target":"shop.example.com","locations":[{"magic":"eyeball"}],"limit":3,"timeout":10,
            "measurementOptions":{"protocol":"HTTPS","request":{"path":"/","method":"HEAD","headers":{"a":"b"}}}}"#;
        assert_eq!(read(order), Ok(("shop.example.com".to_owned(), 3)));
        let by_place =
            r#"{"type":"http","target":"a.b","locations":[{"tags":["eyeball-network"],"limit":2},{"asn":3320}]}"#;
        assert_eq!(read(by_place), Ok(("a.b".to_owned(), 3)));
        assert_eq!(read(r#"{"type":"http","target":"a.b"}"#), Ok(("a.b".to_owned(), 1)));
    }

    #[test]
    fn refuses_everything_else() {
        for order in [
            "",
            "[]",
            "{}",
            r#"{"type":"http"}"#,
            r#"{"type":"http","target":"https://a.b/"}"#,
            r#"{"type":"https","target":"a.b"}"#,
            r#"{"type":"http","target":"a.b","secret":1}"#,
            r#"{"type":"http","target":"a.b","limit":51}"#,
            r#"{"type":"http","target":"a.b","limit":0}"#,
            r#"{"type":"http","target":"a.b","limit":2,"locations":[{"limit":1}]}"#,
            r#"{"type":"http","target":"a.b","timeout":60}"#,
            r#"{"type":"http","target":"a.b","locations":[{"planet":"Earth"}]}"#,
            r#"{"type":"http","target":"a.b","measurementOptions":{"request":{"method":"POST"}}}"#,
            r#"{"type":"http","target":"a.b","measurementOptions":{"protocol":"https"}}"#,
        ] {
            assert!(read(order).is_err(), "{order}");
        }
    }
}
