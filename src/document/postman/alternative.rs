//! Containers that hold several alternatives, of which one is active: the helpers of an auth, the modes
//! of a body.

use super::area::Area;

impl Area {
    /// What the member under `key` is called as one of several alternatives; `None` where it is none.
    /// Format 1.0.0 keeps text in `data` too, the same as in `rawModeData`: only as `is_container` is
    /// it the mode of its own.
    pub fn alternative(self, key: &str, is_container: bool) -> Option<&str> {
        match (self, key) {
            (Self::Auth, helper) => {
                Some(helper).filter(|_| is_container && helper != "credentials")
            }
            (Self::Body, mode) => BODY_MODES.contains(&mode).then_some(mode),
            (Self::Item | Self::Request | Self::Root, key) => match key {
                "rawModeData" => Some("raw"),
                "data" if is_container => Some("urlencoded"),
                "graphqlModeData" => Some("graphql"),
                _ => None,
            },
            _ => None,
        }
    }

    /// The alternative that is active where what `value` gives stands under `key`.
    pub fn active(self, key: &[u8], value: impl FnOnce() -> String) -> Option<String> {
        match (self, key) {
            (Self::Auth | Self::Body, b"type" | b"mode") => Some(value()),
            (Self::Item | Self::Request | Self::Root, b"dataMode") => Some(match value() {
                mode if mode == "params" || mode == "formdata" => "urlencoded".to_owned(),
                mode if mode == "binary" => "raw".to_owned(),
                mode => mode,
            }),
            _ => None,
        }
    }
}

/// Members of a body that are modes of it, in Postman and in Bruno.
const BODY_MODES: [&str; 11] = [
    "raw",
    "urlencoded",
    "formdata",
    "file",
    "graphql",
    "json",
    "text",
    "xml",
    "sparql",
    "formUrlEncoded",
    "multipartForm",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modes_switch_each_other_off() {
        let is_active = |area: Area, key: &str, container, active: (&[u8], &str)| {
            area.alternative(key, container).map(str::to_owned)
                == area.active(active.0, || active.1.to_owned())
        };
        assert!(is_active(Area::Auth, "basic", true, (b"type", "basic")));
        assert!(!is_active(Area::Auth, "basic", true, (b"type", "noauth")));
        assert!(is_active(Area::Body, "formUrlEncoded", true, (b"mode", "formUrlEncoded")));
        assert!(is_active(Area::Item, "data", true, (b"dataMode", "params")));
        assert!(!is_active(Area::Item, "data", true, (b"dataMode", "raw")));
        assert!(is_active(Area::Item, "rawModeData", false, (b"dataMode", "raw")));
        assert_eq!(Area::Item.alternative("data", false), None);
        assert_eq!(Area::Body.alternative("data", false), None, "a mock's call log");
    }
}
