package io.slipway.studio.stage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class BrowserFlagsTest {
    private static final Pattern LIST = Pattern.compile("disabledFeatures = \\[(.*?)\\]\\.filter", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("^\\s*\"(\\w+)\"", Pattern.MULTILINE);

    /** With another version of Playwright the list is to be brought up to it. */
    @Test
    void turns_off_all_that_playwright_turns_off() throws IOException {
        Matcher list = LIST.matcher(driver());
        assertThat(list.find()).isTrue();
        assertThat(NAME.matcher(list.group(1)).results().map(name -> name.group(1)))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(BrowserFlags.OFF_BY_PLAYWRIGHT);
        assertThat(BrowserFlags.of(false))
                .filteredOn(flag -> flag.startsWith("--disable-features="))
                .hasSize(1);
    }

    private static String driver() throws IOException {
        try (InputStream file =
                BrowserFlagsTest.class.getClassLoader().getResourceAsStream("driver/package/lib/coreBundle.js")) {
            return new String(file.readAllBytes(), UTF_8);
        }
    }
}
