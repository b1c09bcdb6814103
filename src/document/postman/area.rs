//! Parts of documents that have rules of their own, told by the keys on the way to them.
//!
//! An [`Area`] is where a reader stands. [`Area::child`] and [`Area::role`] are the whole grammar, the
//! same for every kind of export, because a document's kind is known only at its end and real files
//! mix them (a v1 list in a v2 file, an API answer around an export).
//! Facts: the JSON schemas of collections 1.0.0, 2.0.0 and 2.1.0, Postman's
//! description of collection format 3, the HAR 1.2 specification, exports of
//! Insomnia and Bruno, and what Postman wrote over the years.

use crate::document::path::Side;
use crate::location::Role;

/// A part of a document that has rules of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Area {
    /// The top, and whatever has no rules.
    #[default]
    Root,
    /// An answer that says its status: what a mock serves.
    Served,
    /// A collection's `info`.
    Info,
    /// A folder, a request with its name, or a list of them.
    Item,
    /// A request; a whole file of format 3.
    Request,
    /// A request, folder or environment of Insomnia.
    Resource,
    /// A URL taken apart.
    Url,
    /// A body with its modes.
    Body,
    /// An auth with its helpers.
    Auth,
    /// One helper's parameters.
    Helper,
    /// The parameters of the helper that `currentHelper` beside them names (collections 1.0.0).
    Attributes,
    /// The parameters of the helper that `type` among them names (Insomnia).
    Authentication,
    /// The parameters of the helper that the auth around names (format 3).
    Credentials,
    /// An event or its script.
    Event,
    /// A saved response.
    Example,
    /// Rows of name and value that are secret by their place.
    Vault,
    /// Rows of name and value with one role.
    Rows(Role),
    /// Anything below here has this role.
    Inside(Role),
    /// What is read again when the object around closes.
    Later,
}

impl Area {
    /// The area of the container under `key`.
    #[must_use]
    pub fn child(self, key: &[u8]) -> Self {
        match self {
            Self::Inside(_) | Self::Later => self,
            Self::Rows(role) => match key {
                b"description" => Self::Inside(Role::Description),
                b"values" | b"variables" | b"variable" | b"members" => self,
                b"req" | b"res" if role == Role::Variable => self,
                _ => parameters(key).unwrap_or(Self::Inside(role)),
            },
            Self::Helper | Self::Attributes | Self::Authentication | Self::Credentials => {
                parameters(key).unwrap_or(self)
            }
            Self::Auth => match key {
                b"credentials" => Self::Credentials,
                b"rules" => Self::Inside(Role::Name),
                _ => Self::Helper,
            },
            Self::Vault => match key {
                b"domains" | b"allowedDomains" => Self::Inside(Role::Name),
                _ => self,
            },
            Self::Body => match key {
                b"urlencoded" | b"formdata" | b"params" | b"formUrlEncoded" | b"multipartForm"
                | b"content" => Self::Rows(Role::Body),
                _ => Self::Inside(Role::Body),
            },
            Self::Example => match key {
                b"response" => self,
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
            Self::Served => match key {
                b"headers" => Self::Rows(Role::ResponseHeader),
                b"body" => Self::Inside(Role::Response),
                _ => Self::common(key),
            },
            Self::Request | Self::Item | Self::Resource => {
                self.in_request(key).unwrap_or_else(|| Self::common(key))
            }
            Self::Event if key == b"code" => Self::Inside(Role::Script),
            Self::Root | Self::Info | Self::Event => Self::common(key),
        }
    }

    /// Containers whose names mean something else outside of a request.
    fn in_request(self, key: &[u8]) -> Option<Self> {
        Some(match (self, key) {
            (Self::Resource, b"data" | b"environment") => Self::Rows(Role::Variable),
            (Self::Resource | Self::Request, b"params" | b"parameters") => Self::Rows(Role::Query),
            (Self::Resource, b"pathParameters") => Self::Rows(Role::Path),
            (Self::Item | Self::Request, b"data") => Self::Rows(Role::Body),
            (Self::Item | Self::Request, key) => return Self::of_protocol(key),
            _ => return None,
        })
    }

    /// Containers of requests in format 3, which knows more protocols than HTTP.
    fn of_protocol(key: &[u8]) -> Option<Self> {
        Some(match key {
            b"lastWill" | b"userPrompts" | b"systemPrompts" => Self::Inside(Role::Body),
            b"example" | b"examples" => Self::Example,
            b"metadata" | b"userProperties" => Self::Rows(Role::Header),
            b"env" => Self::Rows(Role::Variable),
            b"message" | b"messages" => Self::Body,
            b"properties" => Self::Request,
            _ => return None,
        })
    }

    fn common(key: &[u8]) -> Self {
        match key {
            b"info" => Self::Info,
            b"item" | b"requests" | b"folders" | b"executions" => Self::Item,
            b"resources" => Self::Resource,
            b"request" | b"originalRequest" | b"requestObject" => Self::Request,
            b"response" | b"responses" => Self::Example,
            b"auth" => Self::Auth,
            b"authentication" => Self::Authentication,
            b"helperAttributes" => Self::Attributes,
            b"event" | b"events" | b"script" | b"scripts" => Self::Event,
            b"exec" => Self::Inside(Role::Script),
            b"variable" | b"variables" | b"values" | b"globals" | b"vars" => {
                Self::Rows(Role::Variable)
            }
            b"vault" | b"vaultSecrets" | b"secrets" => Self::Vault,
            b"header" | b"headers" | b"headerData" => Self::Rows(Role::Header),
            b"cookie" | b"cookies" => Self::Rows(Role::Cookie),
            b"queryParams" | b"queryString" => Self::Rows(Role::Query),
            b"pathVariables" | b"pathVariableData" => Self::Rows(Role::Path),
            b"rawModeData" => Self::Rows(Role::Body),
            b"graphqlModeData" => Self::Inside(Role::Body),
            b"body" | b"postData" => Self::Body,
            b"url" => Self::Url,
            b"certificate" | b"proxy" => Self::Inside(Role::Auth),
            b"description" => Self::Inside(Role::Description),
            b"protocolProfileBehavior" => Self::Inside(Role::Name),
            _ => Self::Root,
        }
    }

    /// The side of a call that it is.
    pub fn side(self) -> Option<Side> {
        match self {
            Self::Request => Some(Side::Request),
            Self::Example => Some(Side::Answer),
            _ => None,
        }
    }

    /// The area of the JSON text that the string under `key` is, where it is one.
    pub fn of_text(self, key: &[u8]) -> Option<Self> {
        match (self, key) {
            (Self::Example, b"request" | b"requestObject" | b"originalRequest") => {
                Some(Self::Request)
            }
            (Self::Item | Self::Request | Self::Root, b"helperAttributes") => {
                Some(Self::Attributes)
            }
            _ => None,
        }
    }

    /// Whether a container here has a name that Postman's sidebar shows.
    pub fn is_named(self) -> bool {
        use Area::{Example, Item, Request, Resource, Root, Served};
        matches!(self, Root | Served | Item | Request | Resource | Example)
    }

    /// Whether what stands here are the parameters of one auth helper.
    pub fn is_helper(self) -> bool {
        matches!(self, Self::Helper | Self::Attributes | Self::Authentication | Self::Credentials)
    }
}

/// The nested parameters of OAuth 2.0 requests.
fn parameters(key: &[u8]) -> Option<Area> {
    matches!(key, b"authRequestParams" | b"tokenRequestParams" | b"refreshRequestParams")
        .then_some(Area::Rows(Role::Auth))
}
