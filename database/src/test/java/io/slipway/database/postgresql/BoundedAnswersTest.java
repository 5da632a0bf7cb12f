package io.slipway.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class BoundedAnswersTest {
    private static final int MOST = 100;

    private static byte[] message(char letter, int length) {
        return ByteBuffer.allocate(5 + length)
                .put((byte) letter)
                .putInt(4 + length)
                .array();
    }

    private static byte[] letter(char letter) {
        return new byte[] {(byte) letter};
    }

    private static BoundedAnswers of(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return new BoundedAnswers(new ByteArrayInputStream(all.toByteArray()), MOST);
    }

    /** Before the driver makes room for it: nothing of the message itself has been read. */
    @Test
    void aMessageIsRefusedByTheLengthThatItAnnounces() throws Exception {
        byte[] announced = {'D', 0, 0, 0, MOST + 5};
        BoundedAnswers answers = of(letter('N'), message('R', 8), announced);
        assertThat(answers.readNBytes(1 + 13)).hasSize(14);
        assertThatThrownBy(() -> answers.readNBytes(5)).isInstanceOf(BoundedAnswers.TooLarge.class);
        // four gigabytes are no negative length
        BoundedAnswers most = of(message('R', 8), new byte[] {'D', -1, -1, -1, -1});
        assertThatThrownBy(() -> most.readNBytes(18)).isInstanceOf(BoundedAnswers.TooLarge.class);
    }

    @Test
    void manySmallMessagesAreOneAnswerUntilSomethingIsSent() throws Exception {
        byte[] thirty = message('D', 25);
        BoundedAnswers answers = of(thirty, thirty, thirty, thirty, thirty, thirty, thirty);
        assertThat(answers.readNBytes(90)).hasSize(90);
        answers.asked();
        assertThat(answers.readNBytes(60)).hasSize(60);
        assertThatThrownBy(() -> answers.readNBytes(60)).isInstanceOf(BoundedAnswers.TooLarge.class);
    }

    /** Inside of TLS no lengths are seen. */
    @Test
    void whatIsEncryptedIsOnlyCounted() throws Exception {
        BoundedAnswers answers = of(letter('S'), new byte[] {1, 127, 127, 127, 127}, new byte[MOST]);
        assertThat(answers.readNBytes(6)).hasSize(6);
        assertThatThrownBy(() -> answers.readNBytes(MOST)).isInstanceOf(BoundedAnswers.TooLarge.class);
    }

    /** The driver asks again and again until what it has no room for is skipped. */
    @Test
    void skippingEndsWithTheConnection() throws Exception {
        BoundedAnswers answers = of(message('R', 8));
        assertThat(answers.skip(13)).isEqualTo(13);
        assertThatThrownBy(() -> answers.skip(1)).isInstanceOf(EOFException.class);
    }
}
