//! How values lie in the browser's storage. What lies there under which name is said once, for writing and for reading. What
//! another version wrote and this one cannot read counts as nothing.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};

use crate::fields::{Fields, field, list};

/// A value that can be stored.
pub(crate) trait Stored: Sized {
    /// As it is stored.
    fn write(&self) -> JsValue;
    /// What was stored so.
    fn read(stored: &JsValue) -> Option<Self>;
}

/// Stores plain structs as plain objects: each field with the name it has there; behind a semicolon those that are not stored.
macro_rules! stored {
    ($($type:ident { $($field:ident: $name:literal),+ $(,)? $(; $($other:ident),+)? })+) => {
        $(impl $crate::stored::Stored for $type {
            fn write(&self) -> wasm_bindgen::JsValue {
                let fields = $crate::fields::object();
                $(let fields = $crate::stored::put(fields, $name, &self.$field);)+
                fields.into()
            }

            fn read(stored: &wasm_bindgen::JsValue) -> Option<Self> {
                Some(Self {
                    $($field: $crate::stored::get(stored, $name)?,)+
                    $($($other: Default::default()),+)?
                })
            }
        })+
    };
}

/// Stores words of closed lists as what they are.
macro_rules! stored_words {
    ($($type:ident),+) => {
        $(impl $crate::stored::Stored for $type {
            fn write(&self) -> wasm_bindgen::JsValue {
                self.word().into()
            }

            fn read(stored: &wasm_bindgen::JsValue) -> Option<Self> {
                Self::from_word(&stored.as_string()?)
            }
        })+
    };
}

pub(crate) use {stored, stored_words};

/// The object with this value under this name. Like the next, it is a function of its own: of a few kinds there are many fields.
#[inline(never)]
pub(crate) fn put<T: Stored>(fields: Fields, name: &str, value: &T) -> Fields {
    fields.with(name, value.write())
}

/// The value under this name.
#[inline(never)]
pub(crate) fn get<T: Stored>(stored: &JsValue, name: &str) -> Option<T> {
    T::read(&field(stored, name))
}

impl Stored for bool {
    fn write(&self) -> JsValue {
        (*self).into()
    }

    /// What is not there is not so.
    fn read(stored: &JsValue) -> Option<Self> {
        Some(stored.is_truthy())
    }
}

impl Stored for f64 {
    fn write(&self) -> JsValue {
        (*self).into()
    }

    fn read(stored: &JsValue) -> Option<Self> {
        stored.as_f64().filter(|number| number.is_finite())
    }
}

/// A whole number, such as that of a tab.
impl Stored for i32 {
    fn write(&self) -> JsValue {
        (*self).into()
    }

    fn read(stored: &JsValue) -> Option<Self> {
        #[allow(clippy::cast_possible_truncation, reason = "the cast saturates")]
        f64::read(stored).map(|number| number as Self)
    }
}

impl Stored for u32 {
    fn write(&self) -> JsValue {
        (*self).into()
    }

    fn read(stored: &JsValue) -> Option<Self> {
        i32::read(stored)?.try_into().ok()
    }
}

impl Stored for u16 {
    fn write(&self) -> JsValue {
        (*self).into()
    }

    fn read(stored: &JsValue) -> Option<Self> {
        i32::read(stored)?.try_into().ok()
    }
}

impl Stored for String {
    fn write(&self) -> JsValue {
        self.into()
    }

    fn read(stored: &JsValue) -> Option<Self> {
        stored.as_string()
    }
}

impl<T: Stored> Stored for Option<T> {
    fn write(&self) -> JsValue {
        self.as_ref().map_or(JsValue::NULL, T::write)
    }

    fn read(stored: &JsValue) -> Option<Self> {
        Some(T::read(stored))
    }
}

impl<T: Stored> Stored for Vec<T> {
    fn write(&self) -> JsValue {
        let array = Array::new();
        for item in self {
            array.push(&item.write());
        }
        array.into()
    }

    fn read(stored: &JsValue) -> Option<Self> {
        let mut items = Self::new();
        for item in list(stored.clone())? {
            items.push(T::read(&item)?);
        }
        Some(items)
    }
}

impl<A: Stored, B: Stored> Stored for (A, B) {
    fn write(&self) -> JsValue {
        Array::of2(&self.0.write(), &self.1.write()).into()
    }

    fn read(stored: &JsValue) -> Option<Self> {
        let pair = stored.dyn_ref::<Array>()?;
        Some((A::read(&pair.get(0))?, B::read(&pair.get(1))?))
    }
}
