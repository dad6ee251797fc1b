//! A websocket that speaks `graphql-transport-ws`: one task a connection, which reads, sends what its operations answer,
//! and keeps the time.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_graphql::{Response as Executed, Value};
use axum::body::Body;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{FromRequestParts as _, Request};
use axum::http::{HeaderValue, Response, header};
use futures_util::StreamExt;
use futures_util::future::AbortHandle;
use futures_util::stream::{BoxStream, SelectAll, abortable, once};
use service::Listener;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until, timeout};

use super::super::accept::MediaType;
use super::super::answer;
use super::super::graphql::Endpoint;
use super::super::params::Params;
use super::super::request_id::RequestId;
use super::LiveLimits;
use super::close::CloseReason;
use super::message::{FromClient, PROTOCOL, ToClient};
use super::operation::{Session, refused};
use crate::error::{ErrorCode, Refusal};

/// Why a connection ends: the reason to close it with, or none when it is gone.
type End = Option<CloseReason>;

/// Makes a websocket of a request.
pub(in super::super) async fn upgrade(
    endpoint: Arc<Endpoint>,
    id: RequestId,
    request: Request,
) -> Response<Body> {
    let (mut parts, _body) = request.into_parts();
    let socket = match WebSocketUpgrade::from_request_parts(&mut parts, &()).await {
        Ok(socket) => socket,
        Err(_wrong) => {
            let message = "The request is no handshake of a websocket of version 13.";
            return answer::not_graphql(Refusal::new(ErrorCode::BadRequest, message), MediaType::Json);
        }
    };
    let Some(listener) = endpoint.options.audience.enter() else {
        let message = "Too many connections are open, or the service is stopping; try again soon.";
        let mut response = answer::not_graphql(Refusal::new(ErrorCode::Overloaded, message), MediaType::Json);
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        return response;
    };
    let most = endpoint.options.live.message_bytes;
    let socket = socket.max_message_size(most).max_frame_size(most).protocols([PROTOCOL]);
    let session = Session { endpoint, headers: parts.headers, id };
    socket.on_upgrade(move |socket| Connection::new(socket, session, listener).serve())
}

/// An operation under way.
struct Running {
    /// Tells it from an earlier one with the same id.
    number: u64,
    stop: AbortHandle,
    /// Whether it has answered.
    has_answered: bool,
}

/// What an operation gives: an answer, or its end.
struct Output {
    number: u64,
    id: Arc<str>,
    answer: Option<Executed>,
}

struct Connection {
    socket: WebSocket,
    session: Session,
    listener: Listener,
    limits: LiveLimits,
    is_acknowledged: bool,
    running: BTreeMap<Arc<str>, Running>,
    outputs: SelectAll<BoxStream<'static, Output>>,
    begun: u64,
    /// When the client last said anything.
    heard: Instant,
    /// Since when there has been no operation.
    idle_since: Instant,
}

impl Connection {
    fn new(socket: WebSocket, session: Session, listener: Listener) -> Self {
        let limits = session.endpoint.options.live.clone();
        let now = Instant::now();
        Self {
            socket,
            session,
            listener,
            limits,
            is_acknowledged: false,
            running: BTreeMap::new(),
            outputs: SelectAll::new(),
            begun: 0,
            heard: now,
            idle_since: now,
        }
    }

    async fn serve(mut self) {
        let end = if self.socket.protocol().is_some() {
            self.run().await
        } else {
            Some((CloseReason::SubprotocolNotAcceptable, None))
        };
        if let Some((reason, told)) = end {
            let reason_text = told.unwrap_or_else(|| reason.text().to_owned());
            tracing::debug!(
                request_id = self.session.id.as_str(),
                code = reason.code(),
                "a websocket is closed"
            );
            let frame = CloseFrame { code: reason.code(), reason: reason_text.into() };
            let close = async {
                self.socket.send(Message::Close(Some(frame))).await.ok()?;
                // The client's own close ends the connection in order; what else it says is not looked at.
                while let Some(Ok(_)) = self.socket.recv().await {}
                Some(())
            };
            let _closed = timeout(self.limits.write_within.min(CLOSING_MAX), close).await;
        }
    }

    /// Until the connection ends; the reason to close it with and, where it is another than the reason's own, its text.
    async fn run(&mut self) -> Option<(CloseReason, Option<String>)> {
        let init_until = Instant::now() + self.limits.init_within;
        let mut beat = interval(self.limits.heartbeat);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        beat.reset();
        loop {
            let step = tokio::select! {
                biased;
                () = self.listener.told_to_stop() => self.complete_all().await,
                // Before the messages, so that nobody can put it off by sending many.
                _ = beat.tick() => self.keep_time().await.map_err(own),
                () = sleep_until(init_until), if !self.is_acknowledged => {
                    Err(own(Some(CloseReason::InitialisationTimeout)))
                }
                message = self.socket.recv() => {
                    self.heard = Instant::now();
                    match message {
                        Some(Ok(message)) => self.hear(message).await,
                        Some(Err(error)) => Err(unreadable(&error).map(|it| (it, None))),
                        None => Err(None),
                    }
                }
                Some(output) = self.outputs.next(), if !self.outputs.is_empty() => {
                    self.tell(output).await.map_err(own)
                }
            };
            if let Err(end) = step {
                return end;
            }
        }
    }

    /// Sends a message; a client that does not take it in time is slow.
    async fn send(&mut self, message: Message) -> Result<(), End> {
        match timeout(self.limits.write_within, self.socket.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_gone)) => Err(None),
            Err(_elapsed) => Err(Some(CloseReason::SlowConsumer)),
        }
    }

    async fn say(&mut self, message: ToClient<'_>) -> Result<(), End> {
        let text = message.text().ok_or(Some(CloseReason::InternalError))?;
        self.send(Message::Text(text.into())).await
    }

    /// Takes a message of the client.
    async fn hear(&mut self, message: Message) -> Result<(), Option<(CloseReason, Option<String>)>> {
        let text = match message {
            Message::Text(text) => text,
            // Pings are answered and pongs taken by the socket itself.
            Message::Ping(_) | Message::Pong(_) => return Ok(()),
            Message::Close(_) => return Err(None),
            Message::Binary(_) => return Err(own(Some(CloseReason::InvalidMessage))),
        };
        match FromClient::parse(text.as_str()) {
            None => Err(own(Some(CloseReason::InvalidMessage))),
            Some(FromClient::Init { authorization }) => self.greet(authorization).await.map_err(own),
            Some(FromClient::Ping { payload }) => self.say(ToClient::Pong { payload }).await.map_err(own),
            Some(FromClient::Pong) => Ok(()),
            Some(_) if !self.is_acknowledged => Err(own(Some(CloseReason::Unauthorized))),
            Some(FromClient::Subscribe { id, params }) => self.begin(id, params).await,
            Some(FromClient::Complete { id }) => {
                self.drop_operation(&id);
                Ok(())
            }
        }
    }

    /// Answers the greeting: who asks is settled here, by the same look at credentials as for every request.
    async fn greet(&mut self, authorization: Option<String>) -> Result<(), End> {
        if self.is_acknowledged {
            return Err(Some(CloseReason::TooManyInitialisations));
        }
        if let Some(credentials) = authorization {
            let mut value =
                HeaderValue::from_str(&credentials).map_err(|_unfit| Some(CloseReason::Forbidden))?;
            value.set_sensitive(true);
            self.session.headers.insert(header::AUTHORIZATION, value);
        }
        match self.session.endpoint.hook.authenticate(&self.session.headers).await {
            Ok(_actor) => {}
            Err(refusal) if refusal.code.is_retryable() => return Err(Some(CloseReason::InternalError)),
            Err(_refusal) => return Err(Some(CloseReason::Forbidden)),
        }
        self.is_acknowledged = true;
        self.idle_since = Instant::now();
        self.say(ToClient::ConnectionAck).await
    }

    /// Begins an operation; one that is refused is answered with its error and not begun.
    async fn begin(
        &mut self,
        id: String,
        params: Result<Params, Refusal>,
    ) -> Result<(), Option<(CloseReason, Option<String>)>> {
        let id: Arc<str> = id.into();
        if self.running.contains_key(&id) {
            // A close frame has room for 123 bytes.
            let name: String = id.chars().filter(char::is_ascii_graphic).take(60).collect();
            let told = format!("Subscriber for {name} already exists");
            return Err(Some((CloseReason::SubscriberExists, Some(told))));
        }
        let begun = match params {
            Err(refusal) => Err(refusal),
            Ok(_) if self.running.len() >= self.limits.operations => {
                let most = self.limits.operations;
                let message =
                    format!("{most} operations are under way on this connection; complete one first.");
                Err(Refusal::new(ErrorCode::Overloaded, message)
                    .with("limit", "liveOperations")
                    .with("maximum", u64::try_from(most).unwrap_or(u64::MAX)))
            }
            Ok(params) => self.session.begin(params, false).await,
        };
        let answers = match begun {
            Ok(answers) => answers,
            Err(refusal) => {
                let errors = refused(refusal, &self.session.id).errors;
                return self.say(ToClient::Error { id: &id, payload: &errors }).await.map_err(own);
            }
        };
        self.begun = self.begun.wrapping_add(1);
        let number = self.begun;
        let (answers, stop) = abortable(answers);
        let (of_answers, of_end) = (Arc::clone(&id), Arc::clone(&id));
        let outputs = answers
            .map(move |it| Output { number, id: Arc::clone(&of_answers), answer: Some(it) })
            .chain(once(std::future::ready(Output { number, id: of_end, answer: None })));
        self.outputs.push(outputs.boxed());
        self.running.insert(id, Running { number, stop, has_answered: false });
        Ok(())
    }

    /// Sends what an operation gave, unless the client has completed it meanwhile.
    async fn tell(&mut self, output: Output) -> Result<(), End> {
        let Output { number, id, answer } = output;
        let Some(running) = self.running.get_mut(&id).filter(|it| it.number == number) else { return Ok(()) };
        let is_first = !std::mem::replace(&mut running.has_answered, true);
        match answer {
            Some(executed) if is_first && is_request_error(&executed) => {
                self.drop_operation(&id);
                self.say(ToClient::Error { id: &id, payload: &executed.errors }).await
            }
            Some(executed) => self.say(ToClient::Next { id: &id, payload: &executed }).await,
            None => {
                self.drop_operation(&id);
                self.say(ToClient::Complete { id: &id }).await
            }
        }
    }

    fn drop_operation(&mut self, id: &str) {
        if let Some(running) = self.running.remove(id) {
            running.stop.abort();
        }
        if self.running.is_empty() {
            self.idle_since = Instant::now();
        }
    }

    /// At each beat: is the client there, does it do anything, may it still?
    async fn keep_time(&mut self) -> Result<(), End> {
        if self.heard.elapsed() >= self.limits.silence {
            return Err(Some(CloseReason::Silent));
        }
        if !self.is_acknowledged {
            return Ok(());
        }
        if self.running.is_empty() && self.idle_since.elapsed() >= self.limits.idle {
            return Err(Some(CloseReason::Idle));
        }
        if self.session.is_admitted().await.is_err() {
            return Err(Some(CloseReason::Forbidden));
        }
        self.send(Message::Ping(Default::default())).await
    }

    /// Completes every operation: the service stops.
    async fn complete_all(&mut self) -> Result<(), Option<(CloseReason, Option<String>)>> {
        for (id, running) in std::mem::take(&mut self.running) {
            running.stop.abort();
            self.say(ToClient::Complete { id: &id }).await.map_err(own)?;
        }
        Err(own(Some(CloseReason::GoingAway)))
    }
}

/// How long a connection that is closed is waited for.
const CLOSING_MAX: std::time::Duration = std::time::Duration::from_secs(2);

/// An end with the reason's own text.
fn own(end: End) -> Option<(CloseReason, Option<String>)> {
    end.map(|it| (it, None))
}

/// Whether an answer tells that the operation was not executed at all.
fn is_request_error(executed: &Executed) -> bool {
    executed.data == Value::Null
        && !executed.errors.is_empty()
        && executed.errors.iter().all(|error| error.path.is_empty())
}

/// What an error of reading means: a message that is too large, frames that are none, or a connection that is gone.
fn unreadable(error: &axum::Error) -> End {
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = source {
        let text = error.to_string();
        if text.contains("Space limit exceeded") {
            return Some(CloseReason::MessageTooBig);
        }
        if text.contains("UTF-8") {
            return Some(CloseReason::InvalidMessage);
        }
        source = error.source();
    }
    None
}
