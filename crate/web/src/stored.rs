//! How values are kept in the browser's storage. What is kept under which name is said once, for both writing and
//! reading. What another version wrote and this one cannot read counts as nothing.

use js_sys::Array;
use wasm_bindgen::JsValue;

use crate::fields::list;

/// A value that can be stored.
pub(crate) trait Stored: Sized {
    /// The value as it is stored.
    fn write(&self) -> JsValue;
    /// The value that was stored like this. If it is none, that is noted, and the result means nothing.
    fn read(stored: &JsValue, fits: &mut bool) -> Self;
}

/// What was stored, if all of it fits.
pub(crate) fn read<T: Stored>(stored: &JsValue) -> Option<T> {
    let mut fits = true;
    let value = T::read(stored, &mut fits);
    fits.then_some(value)
}

/// What was found, if anything was that fits.
pub(crate) fn found<T>(value: Option<T>, nothing: T, fits: &mut bool) -> T {
    *fits &= value.is_some();
    value.unwrap_or(nothing)
}

/// Stores plain structs as plain objects: each field under its name; fields after a semicolon are not stored.
macro_rules! stored {
    ($($type:ident { $($field:ident),+ $(,)? $(; $($other:ident),+)? })+) => {
        $(impl $crate::stored::Stored for $type {
            fn write(&self) -> wasm_bindgen::JsValue {
                let fields = $crate::fields::object();
                $(let fields = fields.with(stringify!($field), self.$field.write());)+
                fields.into()
            }

            fn read(stored: &wasm_bindgen::JsValue, fits: &mut bool) -> Self {
                Self {
                    $($field: $crate::stored::Stored::read(&$crate::fields::field(stored, stringify!($field)), fits),)+
                    $($($other: Default::default()),+)?
                }
            }
        })+
    };
}

/// Stores words of closed lists as what they are; the other one stands in for a word outside the list.
macro_rules! stored_words {
    ($($type:ident or $other:ident),+) => {
        $(impl $crate::stored::Stored for $type {
            fn write(&self) -> wasm_bindgen::JsValue {
                self.word().into()
            }

            fn read(stored: &wasm_bindgen::JsValue, fits: &mut bool) -> Self {
                let word = stored.as_string().and_then(|word| Self::from_word(&word));
                $crate::stored::found(word, Self::$other, fits)
            }
        })+
    };
}

pub(crate) use {stored, stored_words};

impl Stored for bool {
    fn write(&self) -> JsValue {
        (*self).into()
    }

    /// A missing flag is false.
    fn read(stored: &JsValue, _: &mut bool) -> Self {
        stored.is_truthy()
    }
}

impl Stored for f64 {
    fn write(&self) -> JsValue {
        (*self).into()
    }

    fn read(stored: &JsValue, fits: &mut bool) -> Self {
        found(stored.as_f64().filter(|number| number.is_finite()), 0.0, fits)
    }
}

/// Stores whole numbers; one that is too large or too small counts as the largest or the smallest.
macro_rules! stored_numbers {
    ($($type:ident),+) => {
        $(impl Stored for $type {
            fn write(&self) -> JsValue {
                (*self).into()
            }

            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
            fn read(stored: &JsValue, fits: &mut bool) -> Self {
                f64::read(stored, fits) as Self
            }
        })+
    };
}

stored_numbers!(i32, u32, u16);

impl Stored for String {
    fn write(&self) -> JsValue {
        self.into()
    }

    fn read(stored: &JsValue, fits: &mut bool) -> Self {
        found(stored.as_string(), Self::new(), fits)
    }
}

impl<T: Stored> Stored for Option<T> {
    fn write(&self) -> JsValue {
        self.as_ref().map_or(JsValue::NULL, T::write)
    }

    fn read(stored: &JsValue, _: &mut bool) -> Self {
        read(stored)
    }
}

impl<T: Stored> Stored for Vec<T> {
    fn write(&self) -> JsValue {
        self.iter().map(T::write).collect::<Array>().into()
    }

    fn read(stored: &JsValue, fits: &mut bool) -> Self {
        let items = found(list(stored.clone()), Vec::new(), fits);
        items.iter().map(|item| T::read(item, fits)).collect()
    }
}

impl<A: Stored, B: Stored> Stored for (A, B) {
    fn write(&self) -> JsValue {
        Array::of2(&self.0.write(), &self.1.write()).into()
    }

    fn read(stored: &JsValue, fits: &mut bool) -> Self {
        let mut items = found(list(stored.clone()), Vec::new(), fits).into_iter();
        let mut next = || items.next().unwrap_or_default();
        (A::read(&next(), fits), B::read(&next(), fits))
    }
}
