//! Days of the calendar, by which what is accepted expires.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A day, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Days since 1970.
    days: u64,
}

/// Text that is no day.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no date: write one as 2027-03-31")]
pub struct DateError(String);

/// Seconds of a day.
const DAY: u64 = 86_400;

impl Date {
    /// The day that holds this second since 1970.
    pub fn at(seconds: u64) -> Self {
        Self { days: seconds / DAY }
    }

    /// A day that is not before 1970. One that its month does not have is one of the next.
    pub(crate) fn new(year: u64, month: u64, day: u64) -> Self {
        let year = if month <= 2 { year - 1 } else { year };
        let (era, of_era) = (year / 400, year % 400);
        let month = if month > 2 { month - 3 } else { month + 9 };
        let of_year = (153 * month + 2) / 5 + day - 1;
        let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year;
        Self { days: days.saturating_sub(719_468) }
    }

    /// The first of its seconds since 1970.
    pub fn seconds(self) -> u64 {
        self.days * DAY
    }

    /// Whether this day is over at this second since 1970; without a clock no day ever is.
    pub fn is_over(self, now: Option<u64>) -> bool {
        now.is_some_and(|now| Self::at(now) > self)
    }
}

/// `2023-04-01`. By Howard Hinnant's `civil_from_days`: years begin in March, so that the odd day of
/// leap years comes last.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days = self.days + 719_468;
        let era = days / 146_097;
        let of_era = days % 146_097;
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month = (5 * of_year + 2) / 153;
        let (day, month) =
            (of_year - (153 * month + 2) / 5 + 1, if month < 10 { month + 3 } else { month - 9 });
        let year = year_of_era + era * 400 + u64::from(month <= 2);
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.splitn(3, '-').map(str::parse::<u64>);
        let (Some(Ok(year)), Some(Ok(month)), Some(Ok(day))) =
            (parts.next(), parts.next(), parts.next())
        else {
            return Err(DateError(text.to_owned()));
        };
        let is_one =
            (1970..10_000).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
        let date = is_one.then(|| Self::new(year, month, day));
        // Written again it is the same, unless its month has no such day.
        date.filter(|date| date.to_string() == text).ok_or_else(|| DateError(text.to_owned()))
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_that_there_are_are_read() {
        for text in ["1970-01-01", "2024-02-29", "2027-03-31", "9999-12-31"] {
            assert_eq!(text.parse::<Date>().unwrap().to_string(), text);
        }
        for text in [
            "",
            "2027",
            "2027-3-31",
            "2027-02-29",
            "2027-04-31",
            "2027-13-01",
            "27-03-31",
            "soon",
            "2027-03-31T00:00",
        ] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_day_itself_is_not_over() {
        let day: Date = "2027-03-31".parse().unwrap();
        assert!(!day.is_over(Some(day.seconds())));
        assert!(!day.is_over(Some(day.seconds() + DAY - 1)));
        assert!(day.is_over(Some(day.seconds() + DAY)));
        assert!(!day.is_over(None));
    }
}
