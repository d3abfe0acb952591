use serde::{Deserialize, Serialize};

/// One half of a date (上午, 下午), the unit in which a period is counted.
///
/// The morning is `[00:00, 12:00)`, the afternoon `[12:00, 24:00)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HalfDay {
    Morning,
    Afternoon,
}

impl HalfDay {
    /// The half that the hour, 0–23, lies in.
    pub(super) fn of_hour(hour: u8) -> Self {
        if hour < 12 { Self::Morning } else { Self::Afternoon }
    }

    /// The hour at which it begins.
    pub(super) fn first_hour(self) -> u8 {
        match self {
            Self::Morning => 0,
            Self::Afternoon => 12,
        }
    }

    /// 上午 or 下午.
    pub fn name(self) -> &'static str {
        match self {
            Self::Morning => "上午",
            Self::Afternoon => "下午",
        }
    }
}
