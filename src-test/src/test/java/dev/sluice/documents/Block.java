package dev.sluice.documents;

import java.util.ArrayList;
import java.util.List;

/// A fenced block of a page. Immutable.
///
/// @param language what stands after the fence: `java`, `text`, `console`, …
/// @param text     the lines inside, each with its end of line
/// @param line     the line of the fence in the page, from 1
record Block(String language, String text, int line) {
    private static final String FENCE = "```";

    /// The blocks of a page, in order.
    static List<Block> of(List<String> page) {
        List<Block> blocks = new ArrayList<>();
        StringBuilder text = null;
        int opened = 0;
        for (int i = 0; i < page.size(); i++) {
            String line = page.get(i);
            if (!line.startsWith(FENCE)) {
                if (text != null) {
                    text.append(line).append('\n');
                }
            } else if (text == null) {
                text = new StringBuilder();
                opened = i;
            } else {
                blocks.add(new Block(page.get(opened).substring(FENCE.length()).strip(), text.toString(), opened + 1));
                text = null;
            }
        }
        if (text != null) {
            throw new IllegalArgumentException("the block of line " + (opened + 1) + " is not closed; add " + FENCE);
        }
        return blocks;
    }
}
