//! The closed list of codes with which the service closes a websocket.

macro_rules! close_reasons {
    ($( $(#[doc = $doc:literal])+ $variant:ident = $code:literal, $text:literal; )+) => {
        /// Why the service closes a websocket.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum CloseReason {
            $( $(#[doc = $doc])+ $variant, )+
        }

        impl CloseReason {
            /// Every reason, in the order of codes.
            pub const ALL: &'static [Self] = &[$( Self::$variant, )+];

            /// The code.
            #[must_use]
            pub fn code(self) -> u16 {
                match self { $( Self::$variant => $code, )+ }
            }

            /// The reason as it is sent with the code.
            #[must_use]
            pub fn text(self) -> &'static str {
                match self { $( Self::$variant => $text, )+ }
            }

            /// What it means and what a client can do.
            #[must_use]
            pub fn description(self) -> &'static str {
                match self { $( Self::$variant => concat!($( $doc ),+).trim_ascii_start(), )+ }
            }
        }
    };
}

close_reasons! {
    /// The service stops. Every operation was completed before; connect again and go on with `since`.
    GoingAway = 1001, "Going away";
    /// A message is larger than `liveMessageBytes`.
    MessageTooBig = 1009, "Message too big";
    /// A message is no text, no JSON, or none of the protocol.
    InvalidMessage = 4400, "Invalid message";
    /// An operation was asked for before the connection was acknowledged.
    Unauthorized = 4401, "Unauthorized";
    /// The credentials of `connection_init` or of the handshake are not accepted, or no longer.
    Forbidden = 4403, "Forbidden";
    /// The client does not speak `graphql-transport-ws`.
    SubprotocolNotAcceptable = 4406, "Subprotocol not acceptable";
    /// `connection_init` did not come within `liveInitSeconds`.
    InitialisationTimeout = 4408, "Connection initialisation timeout";
    /// An operation with the same id is under way; the reason names it.
    SubscriberExists = 4409, "Subscriber already exists";
    /// `connection_init` came twice.
    TooManyInitialisations = 4429, "Too many initialisation requests";
    /// The client does not read what it is sent. Connect again and go on with `since`.
    SlowConsumer = 4430, "Slow consumer";
    /// There was no operation for `liveIdleSeconds`. Connect again when there is one.
    Idle = 4431, "Idle";
    /// There was no sign of life for `liveSilenceSeconds`.
    Silent = 4432, "No sign of life";
    /// A fault of the service.
    InternalError = 4500, "Internal server error";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_in_order_and_those_that_an_application_may_use() {
        let codes: Vec<_> = CloseReason::ALL.iter().map(|it| it.code()).collect();
        assert!(codes.is_sorted_by(|a, b| a < b));
        assert!(codes.iter().all(|it| matches!(it, 1001 | 1009 | 4000..=4999)));
        for reason in CloseReason::ALL {
            // A close frame has room for 123 bytes.
            assert!(reason.text().len() < 100 && reason.description().ends_with('.'), "{reason:?}");
        }
    }
}
