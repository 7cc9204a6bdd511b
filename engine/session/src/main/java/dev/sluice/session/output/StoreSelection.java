package dev.sluice.session.output;

import dev.sluice.formats.StoreFormat;
import dev.sluice.formats.StoreFormats;
import dev.sluice.session.request.PathText;
import dev.sluice.session.request.SessionOption;
import dev.sluice.session.request.SessionRequest;
import dev.sluice.session.request.UsageException;
import dev.sluice.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Where results are kept from run to run: a folder, and the kind of store that it is. Immutable.
///
/// @param kind   the kind of store
/// @param folder its folder
public record StoreSelection(StoreFormat kind, Path folder) {
    /// The kind that a new folder is of.
    private static final String OWN = "sluice";

    /// What `--store` says, or the variable [SessionOption#STORE_VARIABLE]; none if neither is given, or it is `none`.
    ///
    /// @throws UsageException if the folder is none of a store, or there is no such kind
    public static Optional<StoreSelection> of(SessionRequest request) {
        String given = request.text(SessionOption.STORE);
        String text = given == null ? System.getenv(SessionOption.STORE_VARIABLE) : given;
        return text == null || text.isBlank() || text.equals("none") ? Optional.empty() : Optional.of(parse(text));
    }

    /// Reads `FOLDER` or `KIND:FOLDER`.
    ///
    /// @throws UsageException if the folder is none of a store, or there is no such kind
    public static StoreSelection parse(String text) {
        int colon = text.indexOf(':');
        Optional<StoreFormat> named = colon < 0 ? Optional.empty() : StoreFormats.named(text.substring(0, colon));
        Path folder = PathText.parse(named.isPresent() ? text.substring(colon + 1) : text);
        return new StoreSelection(named.orElseGet(() -> kind(text, folder)), folder);
    }

    /// Whether the text names a kind of store before a colon.
    public static boolean names(String text) {
        int colon = text.indexOf(':');
        return colon > 0 && StoreFormats.named(text.substring(0, colon)).isPresent();
    }

    /// An existing folder says what it is; a new one becomes a store of ours.
    private static StoreFormat kind(String text, Path folder) {
        try {
            Optional<StoreFormat> found = StoreFormats.recognising(folder);
            return found.or(() -> StoreFormats.named(OWN))
                    .orElseThrow(() -> new UsageException(SessionOption.STORE.word() + "=" + text
                            + ": there is no kind of store '" + OWN + "'; say which as KIND:FOLDER"));
        } catch (IOException unreadable) {
            throw new UsageException(
                    SessionOption.STORE.word() + "=" + text + " cannot be read: " + unreadable.getMessage(),
                    unreadable);
        }
    }

    /// Opens it, making the folder where it is missing; the caller closes it.
    ///
    /// @throws IOException if it cannot be read or written
    public Store open() throws IOException {
        return kind.open(folder);
    }

    /// The types of data that `--keep` names beside the targets.
    public static List<String> kept(SessionRequest request) {
        String text = request.text(SessionOption.KEEP);
        return text == null
                ? List.of()
                : Arrays.stream(text.split(",")).map(String::strip).toList();
    }
}
