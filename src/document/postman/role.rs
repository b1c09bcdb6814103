//! What part of a request a string is, told by the keys on the way to it.
//!
//! An [`Area`] is where a reader stands; [`Area::child`] and [`Area::role`] are the whole grammar,
//! the same for every kind of export, because a document's kind is known only at its end and real
//! files mix them (a v1 list in a v2 file, an API answer around an export).
//! Facts: the JSON schemas of collections 1.0.0, 2.0.0 and 2.1.0, and exports.

use crate::location::Role;

/// A part of a document that has rules of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Area {
    /// The top, and whatever has no rules.
    Root,
    /// A collection's `info`.
    Info,
    /// A folder, a request with its name, or a list of them.
    Item,
    /// A request.
    Request,
    /// A URL taken apart.
    Url,
    /// A body with its modes.
    Body,
    /// An auth with its helpers.
    Auth,
    /// One helper's parameters.
    Helper,
    /// An event or its script.
    Event,
    /// A saved response.
    Example,
    /// Rows of name and value with one role.
    Rows(Role),
    /// Anything below here has this role.
    Inside(Role),
}

impl Area {
    /// The area of the container under `key`.
    #[must_use]
    pub fn child(self, key: &[u8]) -> Self {
        match self {
            Self::Inside(_) => self,
            Self::Rows(role) => match key {
                b"description" => Self::Inside(Role::Description),
                b"values" | b"variables" | b"variable" => self,
                b"authRequestParams" | b"tokenRequestParams" | b"refreshRequestParams" => {
                    Self::Rows(Role::Auth)
                }
                _ => Self::Inside(role),
            },
            Self::Helper => match key {
                b"authRequestParams" | b"tokenRequestParams" | b"refreshRequestParams" => {
                    Self::Rows(Role::Auth)
                }
                _ => self,
            },
            Self::Auth => Self::Helper,
            Self::Body => match key {
                b"urlencoded" | b"formdata" => Self::Rows(Role::Body),
                _ => Self::Inside(Role::Body),
            },
            Self::Example => match key {
                b"originalRequest" | b"request" | b"requestObject" => Self::Request,
                b"header" | b"headers" => Self::Rows(Role::ResponseHeader),
                b"cookie" | b"cookies" => Self::Rows(Role::Cookie),
                _ => Self::Inside(Role::Response),
            },
            Self::Url => match key {
                b"query" | b"queryParams" => Self::Rows(Role::Query),
                b"variable" | b"variables" => Self::Rows(Role::Path),
                _ => Self::Inside(Role::Url),
            },
            Self::Request | Self::Item => {
                Self::in_request(key).unwrap_or_else(|| Self::common(key))
            }
            Self::Root | Self::Info | Self::Event => Self::common(key),
        }
    }

    /// Containers that only a request has, in formats 1 and 2.
    fn in_request(key: &[u8]) -> Option<Self> {
        Some(match key {
            b"data" | b"rawModeData" => Self::Rows(Role::Body),
            b"queryParams" => Self::Rows(Role::Query),
            b"pathVariables" | b"pathVariableData" => Self::Rows(Role::Path),
            b"graphqlModeData" => Self::Inside(Role::Body),
            b"helperAttributes" => Self::Helper,
            _ => return None,
        })
    }

    fn common(key: &[u8]) -> Self {
        match key {
            b"info" => Self::Info,
            b"item" | b"requests" | b"folders" => Self::Item,
            b"request" | b"originalRequest" | b"requestObject" => Self::Request,
            b"response" | b"responses" => Self::Example,
            b"auth" => Self::Auth,
            b"event" | b"events" | b"script" | b"scripts" => Self::Event,
            b"exec" => Self::Inside(Role::Script),
            b"variable" | b"variables" | b"values" | b"globals" => Self::Rows(Role::Variable),
            b"header" | b"headers" | b"headerData" | b"headerPresets" => Self::Rows(Role::Header),
            b"cookie" | b"cookies" => Self::Rows(Role::Cookie),
            b"body" => Self::Body,
            b"url" => Self::Url,
            b"certificate" | b"proxy" => Self::Inside(Role::Auth),
            b"description" => Self::Inside(Role::Description),
            b"protocolProfileBehavior" => Self::Inside(Role::Name),
            _ => Self::Root,
        }
    }

    /// The role of the string under `key`.
    pub fn role(self, key: &[u8]) -> Role {
        match self {
            Self::Inside(role) => role,
            Self::Rows(role) => about_a_row(key).unwrap_or(role),
            Self::Helper => about_a_row(key).unwrap_or(Role::Auth),
            Self::Auth | Self::Info => match key {
                b"description" => Role::Description,
                _ => Role::Name,
            },
            Self::Body => match key {
                b"mode" => Role::Name,
                _ => Role::Body,
            },
            Self::Url => Role::Url,
            Self::Example => match key {
                b"body" | b"text" => Role::Response,
                b"header" | b"headers" => Role::ResponseHeader,
                b"cookie" | b"cookies" => Role::Cookie,
                b"originalRequest" | b"request" => Role::Url,
                _ => Role::Name,
            },
            Self::Event => match key {
                b"exec" | b"script" => Role::Script,
                b"src" => Role::Url,
                _ => Role::Name,
            },
            Self::Root | Self::Item | Self::Request => Self::common_role(key),
        }
    }

    fn common_role(key: &[u8]) -> Role {
        match key {
            b"name" | b"id" | b"_id" | b"uid" | b"_postman_id" | b"schema" | b"method" => {
                Role::Name
            }
            b"description" => Role::Description,
            b"url" | b"request" => Role::Url,
            b"header" | b"headers" => Role::Header,
            b"cookie" | b"cookies" => Role::Cookie,
            b"body" | b"data" | b"rawModeData" => Role::Body,
            b"exec" | b"script" | b"tests" | b"preRequestScript" => Role::Script,
            _ => Role::Value,
        }
    }

    /// Whether a container here has a name that Postman's sidebar shows.
    pub fn is_named(self) -> bool {
        matches!(self, Self::Root | Self::Item | Self::Request | Self::Example)
    }

    /// Whether the containers here are alternatives, of which one is active.
    pub fn has_alternatives(self) -> bool {
        matches!(self, Self::Auth | Self::Body)
    }
}

/// The role of a string that tells about a row and is not its value.
fn about_a_row(key: &[u8]) -> Option<Role> {
    match key {
        b"key" | b"name" | b"type" | b"id" | b"uuid" | b"contentType" | b"domain" => {
            Some(Role::Name)
        }
        b"description" => Some(Role::Description),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_on_the_way_give_the_role() {
        let cases = [
            ("item item request header value", Role::Header),
            ("item request auth basic value", Role::Auth),
            ("item request auth basic password", Role::Auth),
            ("auth oauth2 tokenRequestParams value", Role::Auth),
            ("item request body raw", Role::Body),
            ("item request body urlencoded value", Role::Body),
            ("item request body graphql variables", Role::Body),
            ("item request url raw", Role::Url),
            ("item request url query value", Role::Query),
            ("item request url variable value", Role::Path),
            ("item request", Role::Url),
            ("item response body", Role::Response),
            ("item response header value", Role::ResponseHeader),
            ("item response cookie value", Role::Cookie),
            ("item response originalRequest header value", Role::Header),
            ("item event script exec", Role::Script),
            ("info description content", Role::Description),
            ("variable value", Role::Variable),
            ("values value", Role::Variable),
            ("environment values value", Role::Variable),
            ("requests headers", Role::Header),
            ("requests data value", Role::Body),
            ("requests preRequestScript", Role::Script),
            ("requests helperAttributes password", Role::Auth),
            ("requests responses text", Role::Response),
            ("info name", Role::Name),
            ("database password", Role::Value),
        ];
        for (keys, role) in cases {
            let keys: Vec<&str> = keys.split(' ').collect();
            let (last, containers) = keys.split_last().unwrap();
            let area = containers.iter().fold(Area::Root, |area, key| area.child(key.as_bytes()));
            assert_eq!(area.role(last.as_bytes()), role, "{keys:?}");
        }
    }
}
