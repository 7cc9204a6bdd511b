package dev.sluice.formats.compass;

import dev.sluice.record.FieldDocs;

/// What the fields of events mean. Stateless.
final class CompassFields {
    static final FieldDocs DOCS = FieldDocs.WAVEFORM
            .with("time", "time", "time tag of the event, as CoMPASS has it", "never missing")
            .with("endtime", "time", "first instant after the waveform, counted from the time tag", "never missing")
            .with("flags", "bits", "what CoMPASS notes on the event, such as 0x80: saturated", "never missing")
            .with("energy", "channels", "energy, or long charge", "never missing")
            .with("energyshort", "channels", "short charge", "never missing")
            .with("energy_calibrated", "", "energy in the unit of the calibration in CoMPASS", "never missing");

    private CompassFields() {}
}
