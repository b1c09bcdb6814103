//! Points in time, in seconds since 1970, UTC.

use crate::finding::Date;

/// Seconds of a day.
const DAY: u64 = 86_400;

/// `2023-04-01T12:00:00Z`.
pub(super) fn written(at: u64) -> String {
    let seconds = at % DAY;
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    format!("{}T{hours:02}:{minutes:02}:{:02}Z", Date::at(at), seconds % 60)
}

/// What is said of a value that stopped working at `at`; nothing before, and where no clock tells.
pub(super) fn lapsed(at: u64, now: Option<u64>) -> Option<String> {
    now.filter(|&now| at <= now).map(|_| format!("expired on {}", Date::at(at)))
}

/// The time that ISO 8601 text says, extended (`2023-04-01T12:00:00Z`, `2023-04-01`) or basic
/// (`20230401T120000Z`); UTC, whatever offset it says.
pub(super) fn parsed(text: &str) -> Option<u64> {
    let digits: Vec<u64> = text
        .bytes()
        .filter(|byte| !matches!(byte, b'-' | b':'))
        .take_while(|byte| byte.is_ascii_digit() || *byte == b'T')
        .filter(u8::is_ascii_digit)
        .map(|byte| u64::from(byte - b'0'))
        .collect();
    let number = |from: usize, to: usize| {
        digits.get(from..to).map(|digits| digits.iter().fold(0, |all, digit| all * 10 + digit))
    };
    let (year, month, day) = (number(0, 4)?, number(4, 6)?, number(6, 8)?);
    if !(1970..3000).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let (hours, minutes, seconds) =
        (number(8, 10).unwrap_or(0), number(10, 12).unwrap_or(0), number(12, 14).unwrap_or(0));
    Some(
        Date::new(year, month, day).seconds()
            + hours.min(23) * 3600
            + minutes.min(59) * 60
            + seconds.min(59),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_and_read_back() {
        let cases = [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_680_350_400, "2023-04-01T12:00:00Z"),
            (1_735_689_599, "2024-12-31T23:59:59Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
        ];
        for (at, text) in cases {
            assert_eq!(written(at), text);
            assert_eq!(parsed(text), Some(at));
        }
    }

    #[test]
    fn other_spellings_are_read_and_what_is_no_date_is_not() {
        assert_eq!(parsed("20230401T120000Z"), Some(1_680_350_400));
        assert_eq!(parsed("2023-04-01"), parsed("2023-04-01T00:00:00Z"));
        assert_eq!(parsed("2023-04-01T12:00Z"), Some(1_680_350_400));
        for text in ["", "soon", "2023-13-01", "2023-04-00", "1969-12-31", "0", "99999999"] {
            assert_eq!(parsed(text), None, "{text}");
        }
    }

    #[test]
    fn only_what_is_over_has_lapsed() {
        assert_eq!(lapsed(DAY, Some(DAY)).as_deref(), Some("expired on 1970-01-02"));
        assert_eq!(lapsed(DAY, Some(DAY - 1)), None);
        assert_eq!(lapsed(DAY, None), None);
    }
}
