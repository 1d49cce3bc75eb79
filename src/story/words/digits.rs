//! Numbers as they are written: grouped by three digits, and with a decimal mark.

use crate::story::language::{say, tr};

/// A number with a comma at each three digits.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let first = digits.len() % 3;
    let mut text = digits[..first].to_string();
    for (place, digit) in digits[first..].chars().enumerate() {
        if place % 3 == 0 && !text.is_empty() {
            text.push_str(tr!(in "between thousands": ","));
        }
        text.push(digit);
    }
    text
}

/// `1.5`: a number with one digit behind the decimal mark.
pub fn decimal(whole: u64, tenths: u32) -> String {
    format!("{whole}{mark}{tenths}", mark = tr!(in "a number": "."))
}

/// `1.5 s`, of milliseconds; what is less than a tenth of a second is left out.
pub fn seconds(ms: u32) -> String {
    say!("{seconds} s", seconds = decimal(u64::from(ms / 1000), ms % 1000 / 100))
}
