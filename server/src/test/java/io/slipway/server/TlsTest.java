package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.progress.Progress;
import io.slipway.server.account.People;
import io.slipway.server.operation.Operations;
import io.slipway.store.StoreSettings;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real client that trusts one certificate speaks with a server that shows it, and later another. */
class TlsTest {
    @TempDir
    private Path folder;

    private Path certificate;
    private Path key;
    private TestCertificate first;

    @BeforeEach
    void certificate() throws Exception {
        certificate = folder.resolve("server.crt");
        key = folder.resolve("server.key");
        first = TestCertificate.make(folder, "first");
        show(first);
    }

    private void show(TestCertificate shown) throws IOException {
        Files.writeString(key, shown.keyPem(), StandardCharsets.US_ASCII);
        Files.writeString(certificate, shown.certificatePem(), StandardCharsets.US_ASCII);
    }

    private SlipwayServer start() {
        Path data = folder.resolve("data");
        return SlipwayServer.start(
                new ServerSettings(
                                "127.0.0.1",
                                0,
                                data,
                                StoreSettings.embedded(data),
                                "node-1",
                                Optional.empty(),
                                1,
                                ServerSettings.LARGEST_ARTIFACT,
                                Map.of())
                        .with(new Operations(
                                Operations.LogFormat.TEXT,
                                Optional.of(new Operations.Tls(certificate, key)),
                                Optional.empty(),
                                List.of())),
                Clock.systemUTC(),
                Progress.NONE);
    }

    private static HttpResponse<String> send(TestCertificate trusted, HttpRequest request) throws Exception {
        return HttpClient.newBuilder()
                .sslContext(trusted.trust())
                .build()
                .send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void browsersAreToldToKeepToTls() throws Exception {
        try (SlipwayServer server = start()) {
            server.part(People.class)
                    .add(
                            "test",
                            new People.NewPerson("ann", "Ann", Optional.empty(), Optional.of(TestServer.PASSWORD)),
                            List.of());
            assertThat(server.url().getScheme()).isEqualTo("https");
            HttpResponse<String> page = send(
                    first,
                    HttpRequest.newBuilder(server.url().resolve("/sign-in")).build());
            assertThat(page.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
            assertThat(page.headers().firstValue("Strict-Transport-Security").orElse(""))
                    .contains("max-age=31536000");
            String form = page.headers().firstValue("Set-Cookie").orElseThrow();
            assertThat(form).contains("Secure").contains("HttpOnly");
            String secret = page.body().replaceAll("(?s).*name=\"_csrf\" value=\"([^\"]+)\".*", "$1");
            HttpResponse<String> signedIn = send(
                    first,
                    HttpRequest.newBuilder(server.url().resolve("/sign-in"))
                            .header("Cookie", form.substring(0, form.indexOf(';')))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(
                                    "name=ann&password=" + TestServer.PASSWORD.replace(' ', '+') + "&_csrf=" + secret))
                            .build());
            assertThat(signedIn.headers().allValues("Set-Cookie"))
                    .anySatisfy(cookie -> assertThat(cookie)
                            .startsWith("slipway_session=")
                            .contains("Secure")
                            .contains("HttpOnly"));
        }
    }

    @Test
    void aRenewedCertificateIsShownWithoutARestart() throws Exception {
        try (SlipwayServer server = start()) {
            HttpRequest health =
                    HttpRequest.newBuilder(server.url().resolve("/health")).build();
            TestCertificate second = TestCertificate.make(folder, "second");
            assertThatThrownBy(() -> send(second, health)).isInstanceOf(SSLException.class);
            assertThat(send(first, health).statusCode()).isEqualTo(200);
            // only half of it: the old one stays
            Files.writeString(key, second.keyPem(), StandardCharsets.US_ASCII);
            Thread.sleep(4_000);
            assertThat(send(first, health).statusCode()).isEqualTo(200);
            show(second);
            long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (!trusts(second, health)) {
                assertThat(System.nanoTime()).as("shows it in time").isLessThan(end);
                Thread.sleep(200);
            }
            assertThatThrownBy(() -> send(first, health)).isInstanceOf(SSLException.class);
        }
    }

    private static boolean trusts(TestCertificate trusted, HttpRequest request) throws Exception {
        try {
            return send(trusted, request).statusCode() == 200;
        } catch (SSLException e) {
            return false;
        }
    }

    @Test
    void whatTlsCannotBeHadWithIsToldBeforeAnythingStarts() throws Exception {
        Files.writeString(key, TestCertificate.make(folder, "other").keyPem(), StandardCharsets.US_ASCII);
        refused("is not the key of the first certificate");
        Files.writeString(key, "nonsense", StandardCharsets.US_ASCII);
        refused("");
        Files.delete(certificate);
        refused("cannot be read");
    }

    private void refused(String sentence) {
        assertThatThrownBy(this::start)
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TLS_INVALID))
                .hasMessageContaining(sentence);
    }
}
