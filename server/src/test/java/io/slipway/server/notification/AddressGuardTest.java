package io.slipway.server.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where notifications go, and where not. */
class AddressGuardTest {
    private static final AddressGuard STRICT = new AddressGuard(List.of(), false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.9.9.9",
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "100.64.0.1",
                "100.100.100.200",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.0.2.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "2130706433",
                "127.1",
                "[::]",
                "[::1]",
                "[::ffff:127.0.0.1]",
                "[::ffff:a9fe:a9fe]",
                "[::127.0.0.1]",
                "[64:ff9b::7f00:1]",
                "[fe80::1]",
                "[fec0::1]",
                "[fc00::1]",
                "[fd12:3456::1]",
                "[ff02::1]",
                "[2001:db8::1]",
                "[2001::1]",
                "[2002:7f00:1::]",
                "localhost"
            })
    void notPublic(String host) {
        assertThatThrownBy(() -> STRICT.checked("https://" + host + "/hook"))
                .isInstanceOfSatisfying(
                        SlipwayException.class,
                        e -> assertThat(e.code())
                                .as(e.getMessage())
                                .isIn(ErrorCode.ADDRESS_REFUSED, ErrorCode.REQUEST_INVALID));
        assertThatThrownBy(() -> STRICT.resolve(host)).isInstanceOf(UnknownHostException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "93.184.216.34", "172.32.0.1", "100.128.0.1", "[2606:4700::1111]"})
    void isPublic(String host) {
        assertThat(STRICT.checked("https://" + host + "/hook").getPath()).isEqualTo("/hook");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://1.1.1.1/",
                "ftp://1.1.1.1/",
                "file:///etc/passwd",
                "https://user:pw@1.1.1.1/",
                "https:///x",
                "https://1.1.1.1/#x",
                "1.1.1.1",
                "https://1.1.1.1/\r\nX: y",
                ""
            })
    void noUrlForUs(String url) {
        assertThatThrownBy(() -> STRICT.checked(url)).isInstanceOf(SlipwayException.class);
    }

    @Test
    void whatASettingAllows() {
        AddressGuard guard = new AddressGuard(List.of("10.1.0.0/16", "::1"), true);
        assertThat(guard.checked("http://10.1.2.3/")).hasHost("10.1.2.3");
        assertThat(guard.checked("http://[::1]/")).hasPath("/");
        assertThatThrownBy(() -> guard.checked("http://10.2.0.1/")).isInstanceOf(SlipwayException.class);
        assertThatThrownBy(() -> guard.checked("http://127.0.0.1/")).isInstanceOf(SlipwayException.class);
        for (String range : List.of("10.0.0.0/33", "10.0.0.0/-1", "example.com", "10.0.0.0/8/8", "x", "")) {
            assertThatThrownBy(() -> new AddressGuard(List.of(range), false))
                    .as(range)
                    .isInstanceOf(SlipwayException.class);
        }
    }

    /** The name led to a public address when it was handed in, and to this machine when it is used. */
    @Test
    void aNameThatChangesItsMind() throws Exception {
        ScheduledExecutorService ticker = Executors.newScheduledThreadPool(1);
        try (Receiver receiver = new Receiver(got -> {})) {
            int port = URI.create(receiver.url()).getPort();
            Deque<String> answers = new ArrayDeque<>(List.of("93.184.216.34", "127.0.0.1"));
            AddressGuard guard = new AddressGuard(
                    List.of(), true, name -> new InetAddress[] {InetAddress.getByName(answers.removeFirst())});
            URI url = guard.checked("http://turncoat.example:" + port + "/hook");
            try (HttpSender sender = new HttpSender(guard, ticker)) {
                Outcome outcome = sender.post(url, "{}", Map.of());
                assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                    assertThat(failed.forGood()).isTrue();
                    assertThat(failed.sentence()).contains("not public").doesNotContain("127.0.0.1");
                });
            }
            assertThat(receiver.got()).isEmpty();
            assertThat(answers).isEmpty();
        } finally {
            ticker.shutdownNow();
        }
    }

    /** The name is asked once for a connection: what was looked at is what is connected to. */
    @Test
    void theAddressThatWasLookedAtIsTheOneConnectedTo() throws Exception {
        ScheduledExecutorService ticker = Executors.newScheduledThreadPool(1);
        try (Receiver receiver = new Receiver(got -> {})) {
            Deque<String> answers = new ArrayDeque<>(List.of("127.0.0.1", "169.254.169.254"));
            AddressGuard guard = new AddressGuard(List.of("127.0.0.1"), true, name ->
                    new InetAddress[] {InetAddress.getByName(answers.removeFirst())});
            try (HttpSender sender = new HttpSender(guard, ticker)) {
                URI url = URI.create(receiver.url().replace("127.0.0.1", "pinned.example"));
                assertThat(sender.post(url, "{}", Map.of())).isInstanceOf(Outcome.Sent.class);
            }
            assertThat(receiver.got()).hasSize(1);
            assertThat(answers).containsExactly("169.254.169.254");
        } finally {
            ticker.shutdownNow();
        }
    }

    /** One bad address among good ones. */
    @Test
    void aNameWithSeveralAddresses() {
        AddressGuard guard = new AddressGuard(List.of(), false, name ->
                new InetAddress[] {InetAddress.getByName("1.1.1.1"), InetAddress.getByName("10.0.0.1")});
        assertThatThrownBy(() -> guard.checked("https://both.example/"))
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ADDRESS_REFUSED));
    }
}
