/// Pipelines from words: a [Session] is opened from what the command line takes, and streams the targets.
///
/// The command line and hosts share this module, so that they have the same words, bytes and messages. It needs
/// no parser of command lines, and prints nothing. [dev.sluice.session.request.SessionRequest] says what is asked
/// for, [SessionException] what went wrong.
package dev.sluice.session;
