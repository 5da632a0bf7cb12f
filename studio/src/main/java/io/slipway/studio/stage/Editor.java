package io.slipway.studio.stage;

import com.microsoft.playwright.Page;
import io.slipway.studio.text.PaperFile;

/** Shows a file that is being written, for those who watch. */
public final class Editor {
    private final Page page;

    Editor(Page page) {
        this.page = page;
        page.setContent(PaperFile.text(Editor.class, "editor.html"));
    }

    public Page page() {
        return page;
    }

    /** An empty file of that name. */
    public void open(String file) {
        page.evaluate("file => window.openFile(file)", file);
    }

    /** What it holds now. */
    public void show(String text) {
        page.evaluate("text => window.showText(text)", text);
    }
}
