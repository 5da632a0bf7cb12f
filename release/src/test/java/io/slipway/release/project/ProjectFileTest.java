package io.slipway.release.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectFileTest {

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- "})
    void refusesWhatIsNestedWithoutEnd(String opening) {
        assertThatThrownBy(() -> ProjectFile.parse("project: " + opening.repeat(20_000), Path.of("")))
                .isInstanceOfSatisfying(SlipwayException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.PROJECT_FILE_INVALID);
                    assertThat(e.location()).isPresent();
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            { object: table t, until: someday, reason: r }                       | 'someday' is not a day
            { object: table t, until: 2027-01-31 }                               | reason
            { object: table t, in: [nowhere], until: 2027-01-31, reason: r }     | 'nowhere' is no environment
            { object: table t, until: 2027-01-31, reason: r, forever: true }     | 'forever' is not known
            """)
    void refusesAnExceptionThatSaysTooLittleOrTooMuch(String entry, String told) {
        String text = "project: shop\ndatabase: sqlite\ndrift:\n  exceptions:\n    - " + entry + "\n";
        assertThatThrownBy(() -> ProjectFile.parse(text, Path.of("")))
                .isInstanceOfSatisfying(SlipwayException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.PROJECT_FILE_INVALID);
                    assertThat(e.location()).isPresent();
                })
                .hasMessageContaining(told);
    }
}
