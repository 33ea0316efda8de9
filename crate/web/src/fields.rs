//! Plain objects: reading the fields of those that come from the browser, from a page or from storage, and making those
//! that the browser is called with.
//!
//! Every read is total: a field that is missing or of another type is `None`, whatever somebody put there. This is done
//! by hand because of the size of the module, as `ARCHITECTURE.md` explains.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// The field, or `undefined`.
pub(crate) fn field(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or_default()
}

/// A text.
pub(crate) fn text(object: &JsValue, name: &str) -> Option<String> {
    field(object, name).as_string()
}

/// A number.
pub(crate) fn number(object: &JsValue, name: &str) -> Option<f64> {
    field(object, name).as_f64().filter(|number| number.is_finite())
}

/// A whole number, such as that of a tab.
pub(crate) fn whole(object: &JsValue, name: &str) -> Option<i32> {
    #[allow(clippy::cast_possible_truncation, reason = "the cast saturates")]
    number(object, name).map(|number| number as i32)
}

/// A status code; 0 is how a page says that it does not know.
pub(crate) fn status(object: &JsValue, name: &str) -> Option<u16> {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
    number(object, name).map(|number| number as u16).filter(|status| *status > 0)
}

/// Whether a flag is there and set.
pub(crate) fn flag(object: &JsValue, name: &str) -> bool {
    field(object, name).is_truthy()
}

/// The items of a list.
pub(crate) fn list(value: JsValue) -> Option<Vec<JsValue>> {
    value.dyn_into::<Array>().ok().map(|array| array.to_vec())
}

/// The same, and empty for anything that is not a list.
pub(crate) fn items(value: JsValue) -> Vec<JsValue> {
    list(value).unwrap_or_default()
}

/// A list of two texts.
pub(crate) fn pair(value: &JsValue) -> Option<(String, String)> {
    let pair = value.dyn_ref::<Array>()?;
    Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
}

/// A plain object under construction.
pub(crate) struct Fields(Object);

/// A new plain object.
pub(crate) fn object() -> Fields {
    Fields(Object::new())
}

impl Fields {
    /// The object with one more field.
    pub(crate) fn with(self, name: &str, value: impl Into<JsValue>) -> Self {
        // Setting a field of a new plain object cannot fail.
        let _ = Reflect::set(&self.0, &name.into(), &value.into());
        self
    }
}

impl From<Fields> for JsValue {
    fn from(fields: Fields) -> Self {
        fields.0.into()
    }
}

/// Sets a field of a plain object; `undefined` takes it away.
pub(crate) fn put(object: &Object, name: &str, value: &JsValue) {
    // A plain object accepts any field, and gives up any.
    let _ = if value.is_undefined() {
        Reflect::delete_property(object, &name.into())
    } else {
        Reflect::set(object, &name.into(), value)
    };
}

/// A list of what this makes of each item.
pub(crate) fn array<T>(items: &[T], value: fn(&T) -> JsValue) -> JsValue {
    let array = Array::new();
    for item in items {
        array.push(&value(item));
    }
    array.into()
}

/// A list of texts.
pub(crate) fn texts(texts: &[&str]) -> JsValue {
    array(texts, |text| JsValue::from_str(text))
}
