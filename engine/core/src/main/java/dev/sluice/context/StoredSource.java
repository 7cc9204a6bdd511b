package dev.sluice.context;

import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.Product;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.store.StoredData;
import java.io.IOException;

/// Reads what is stored in place of computing it.
final class StoredSource extends SourcePlugin {
    private final Product product;
    private final StoredData data;

    StoredSource(Product product, StoredData data) {
        this.product = product;
        this.data = data;
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.provides(product.dataType(), product.type()).kind(product.kind()).writesEveryField();
    }

    /// `stored 007-records-63l2ihpzzs`, for messages.
    @Override
    public String name() {
        return "stored " + data.key();
    }

    @Override
    public ChunkReader open(SourceContext context) throws IOException {
        return data.open(context.timeRange());
    }
}
