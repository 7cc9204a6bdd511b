package dev.sluice.session.foreign;

/// Where the members of the header's structs of plugins lie. All members have eight bytes.
final class PluginLayout {
    /// The version of the interface that these are of.
    static final long ABI = 1;

    static final long PLUGIN_BYTES = 184;
    static final long PRODUCT_BYTES = 24;
    static final long OPTION_BYTES = 56;
    static final long FIELD_BYTES = 40;
    static final long LAYOUT_BYTES = 40;
    static final long SETTING_BYTES = 48;
    static final long INPUT_BYTES = 80;
    static final long OUTPUT_BYTES = 56;
    static final long CALL_BYTES = 136;

    private PluginLayout() {}

    /// Members of `sluice_plugin`.
    static final class OfPlugin {
        static final long SIZE = 0;
        static final long ABI = 8;
        static final long NAME = 16;
        static final long VERSION = 24;
        static final long HELP = 32;
        static final long PROVIDES = 40;
        static final long PROVIDE_COUNT = 48;
        static final long INPUTS = 56;
        static final long INPUT_COUNT = 64;
        static final long OPTIONS = 72;
        static final long OPTION_COUNT = 80;
        static final long FLAGS = 88;
        static final long HALO_BEFORE = 96;
        static final long HALO_AFTER = 104;
        static final long RESET_AFTER = 112;
        static final long CHUNK_RECORDS = 120;
        static final long MAX_WORKERS = 128;
        static final long USER = 136;
        static final long CREATE = 144;
        static final long COMPUTE = 152;
        static final long RESET = 160;
        static final long DESTROY = 168;
        static final long HALO = 176;

        private OfPlugin() {}
    }

    /// Members of `sluice_input`.
    static final class OfInput {
        static final long LAYOUT = 0;
        static final long RECORDS = 8;
        static final long COUNT = 16;
        static final long STRIDE = 24;
        static final long FIRST = 32;
        static final long BEYOND = 40;
        static final long START = 48;
        static final long END = 56;

        private OfInput() {}
    }

    /// Members of `sluice_output`.
    static final class OfOutput {
        static final long LAYOUT = 0;
        static final long RECORDS = 8;
        static final long ROOM = 16;
        static final long COUNT = 24;
        static final long STRIDE = 32;

        private OfOutput() {}
    }

    /// Members of `sluice_plugin_call`.
    static final class OfCall {
        static final long SIZE = 0;
        static final long RUN = 8;
        static final long SETTINGS = 16;
        static final long SETTING_COUNT = 24;
        static final long INPUTS = 32;
        static final long INPUT_COUNT = 40;
        static final long OUTPUTS = 48;
        static final long OUTPUT_COUNT = 56;
        static final long START = 64;
        static final long END = 72;
        static final long SEGMENT = 80;
        static final long SKIPPING = 88;
        static final long WORDS = 96;
        static final long WORDS_ROOM = 104;
        static final long ROOM = 112;
        static final long LOST = 120;
        static final long NOTE = 128;

        private OfCall() {}
    }
}
