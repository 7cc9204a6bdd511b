package dev.sluice.formats.compass;

import dev.sluice.formats.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// What `settings.xml` of a run says of the length of waveforms, a number for each board. Immutable.
///
/// It stands beside the folder `RAW`, and tells the length in ns, not the sampling period, which is what a sample gets
/// of it.
///
/// @param file     the file
/// @param lengths  the length of waveforms in ns, board by board in the order of the file
record RunSettings(Path file, List<Double> lengths) {
    static final String NAME = "settings.xml";

    private static final String KEY = "SRV_PARAM_RECLEN";
    private static final long MOST_BYTES = 1L << 26;
    private static final double[] PERIODS = {0.1, 0.2, 0.25, 0.3125, 0.4, 0.5, 0.8, 1, 1.6, 2, 4, 8, 10, 16, 20, 32};
    private static final double NEAR = 0.04;

    /// The settings beside the folder of a file; null if there are none.
    ///
    /// @throws FormatException if they cannot be read
    static RunSettings beside(Path input) {
        Path folder = input.toAbsolutePath().normalize().getParent();
        for (int i = 0; i < 2 && folder != null; i++) {
            Path found = folder.resolve(NAME);
            if (Files.isRegularFile(found)) {
                return read(found);
            }
            folder = folder.getParent();
        }
        return null;
    }

    private static RunSettings read(Path file) {
        try (InputStream stream = Files.newInputStream(file)) {
            if (Files.size(file) > MOST_BYTES) {
                throw new FormatException(
                        file, 0, "settings of size=" + Files.size(file) + " bytes cannot be", "see what the file is");
            }
            return new RunSettings(file, lengths(stream));
        } catch (IOException | XMLStreamException | NumberFormatException unreadable) {
            FormatException failure = new FormatException(
                    file,
                    FormatException.NOT_IN_FILE,
                    "the settings of the run cannot be read (" + unreadable.getMessage() + ")",
                    "copy the file again, or move it away and set dt_ns=");
            failure.initCause(unreadable);
            throw failure;
        }
    }

    private static List<Double> lengths(InputStream stream) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XMLStreamReader xml = factory.createXMLStreamReader(stream);
        List<Double> found = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        boolean wanted = false;
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> text.setLength(0);
                case XMLStreamConstants.CHARACTERS -> text.append(xml.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    String word = text.toString().strip();
                    text.setLength(0);
                    if (xml.getLocalName().equals("key")) {
                        wanted = word.equals(KEY);
                    } else if (wanted && xml.getLocalName().equals("value") && !word.isEmpty()) {
                        found.add(Double.valueOf(word));
                        wanted = false;
                    }
                }
                default -> {}
            }
        }
        return List.copyOf(found);
    }

    /// The sampling period of a board whose waveforms have `samples` samples, in ns; NaN if nothing fits.
    double period(int board, int samples) {
        boolean each = board < lengths.size();
        if (lengths.isEmpty() || samples == 0) {
            return Double.NaN;
        }
        double exact = lengths.get(each ? board : 0) / samples;
        for (double period : PERIODS) {
            if (Math.abs(exact - period) <= NEAR * period) {
                return period;
            }
        }
        return Double.NaN;
    }
}
