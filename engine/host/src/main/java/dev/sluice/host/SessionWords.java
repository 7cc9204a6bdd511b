package dev.sluice.host;

import dev.sluice.session.SessionException;
import dev.sluice.session.request.SessionOption;
import dev.sluice.session.request.SessionRequest;
import dev.sluice.session.request.UsageException;
import java.util.List;
import java.util.Set;

/// The words by which a host opens a session: those of the command line, but for what says where its files go.
final class SessionWords {
    private static final Set<SessionOption> OF_FILES = Set.of(SessionOption.OUT, SessionOption.TITLES);

    private SessionWords() {}

    /// Reads them.
    ///
    /// @throws SessionException if there is no such option, or it has another number of values
    /// @throws HostException if an option is of the command line only
    static SessionRequest request(List<String> words) {
        SessionRequest request = parse(words);
        for (SessionOption option : OF_FILES) {
            if (request.isGiven(option)) {
                throw new HostException(
                        HostCode.ARGUMENT,
                        option.word() + " is for files that ./sluice run writes; here the records come as chunks: leave"
                                + " it out");
            }
        }
        return request;
    }

    private static SessionRequest parse(List<String> words) {
        try {
            return SessionRequest.parse(words);
        } catch (UsageException wrong) {
            throw SessionException.of(wrong);
        }
    }
}
