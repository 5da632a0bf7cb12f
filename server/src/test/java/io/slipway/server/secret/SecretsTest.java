package io.slipway.server.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.progress.Progress;
import io.slipway.release.project.SecretReference;
import io.slipway.release.target.Secret;
import io.slipway.server.access.Caller;
import io.slipway.server.account.Person;
import io.slipway.server.audit.AuditLog;
import io.slipway.store.Store;
import io.slipway.store.StoreCopy;
import io.slipway.store.StoreSettings;
import io.slipway.testkit.Database;
import io.slipway.testkit.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server keeps sealed, on real stores. */
class SecretsTest {
    private static final Caller ANN =
            new Caller(new Person("p1", "ann", "Ann", Optional.empty(), true), List.of(), Optional.empty());

    @TempDir
    private Path data;

    private Store store(boolean sqlite) {
        Optional<Database> postgres =
                sqlite ? Optional.empty() : Optional.of(PostgresServer.newest().createDatabase());
        return Store.open(
                postgres.map(database -> StoreSettings.server(
                                data, database.url(), database.user(), SecretReference.parse("${env:PASSWORD}")))
                        .orElseGet(() -> StoreSettings.embedded(data)),
                Clock.systemUTC(),
                postgres.map(database -> Map.of("PASSWORD", database.password()))
                        .orElse(Map.of()),
                Progress.NONE);
    }

    private Secrets secrets(Store store) {
        return secrets(store, new SealingKeys(data, Optional.empty()));
    }

    private static Secrets secrets(Store store, SealingKeys keys) {
        return new Secrets(store, keys, new AuditLog(store, Clock.systemUTC()), Clock.systemUTC());
    }

    private static String value(Optional<Secret> secret) {
        return secret.orElseThrow().use(text -> text);
    }

    private static void assertUnusable(org.assertj.core.api.ThrowableAssert.ThrowingCallable what, String saying) {
        assertThatThrownBy(what)
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SECRET_KEY_UNUSABLE))
                .hasMessageContaining(saying);
    }

    private static List<String> sealed(Store store) {
        return store.read(handle -> handle.createQuery("SELECT project || ' ' || name || ' ' || key_id || ' ' || sealed"
                        + " FROM secret ORDER BY project, name")
                .mapTo(String.class)
                .list());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void setFoundReplacedRemoved(boolean sqlite) {
        try (Store store = store(sqlite)) {
            Secrets secrets = secrets(store);
            secrets.set(ANN, "shop", "PROD", "pässword one");
            secrets.set(ANN, "bank", "PROD", "of the bank");
            store.run(handle -> secrets.putOwn(handle, "ann", "mail/password", "of the server"));
            assertThat(value(secrets.find("shop", "PROD"))).isEqualTo("pässword one");
            assertThat(value(secrets.find("bank", "PROD"))).isEqualTo("of the bank");
            assertThat(value(secrets.own("mail/password"))).isEqualTo("of the server");
            assertThat(secrets.find("shop", "mail/password")).isEmpty();
            assertThat(secrets.find("", "mail/password")).isEmpty();
            secrets.set(ANN, "shop", "PROD", "two");
            assertThat(value(secrets.find("shop", "PROD"))).isEqualTo("two");
            assertThat(secrets.of("shop")).extracting(Secrets.Known::name).containsExactly("PROD");
            assertThat(String.join("\n", sealed(store))).doesNotContain("password one", "of the bank", "two");
            secrets.remove(ANN, "shop", "PROD");
            assertThat(secrets.find("shop", "PROD")).isEmpty();
            assertThat(value(secrets.find("bank", "PROD"))).isEqualTo("of the bank");
            for (String name : List.of("", "a b", "mail/password", "../x", "x".repeat(64))) {
                assertThatThrownBy(() -> secrets.set(ANN, "shop", name, "v")).isInstanceOf(SlipwayException.class);
            }
            assertThatThrownBy(() -> secrets.remove(ANN, "", "mail/password")).isInstanceOf(SlipwayException.class);
            assertThat(new AuditLog(store, Clock.systemUTC()).events(AuditLog.Filter.ALL, 20))
                    .extracting(event -> event.action() + " " + event.project() + " " + event.subject())
                    .contains("secret-set shop PROD", "secret-removed shop PROD");
        }
    }

    /** Sealed for one place, it stays shut at another: nobody who may write to the table swaps passwords. */
    @Test
    void movedOrChangedItStaysShut() {
        try (Store store = store(true)) {
            Secrets secrets = secrets(store);
            secrets.set(ANN, "shop", "DEV", "of dev");
            secrets.set(ANN, "shop", "PROD", "of prod");
            store.run(handle -> handle.execute("UPDATE secret SET sealed = (SELECT s.sealed FROM secret s"
                    + " WHERE s.name = 'PROD') WHERE name = 'DEV'"));
            assertUnusable(() -> secrets.find("shop", "DEV"), "changed from outside");
            store.run(handle -> handle.execute("UPDATE secret SET project = 'bank' WHERE name = 'PROD'"));
            assertUnusable(() -> secrets.find("bank", "PROD"), "changed from outside");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aNewKeySealsEverythingAnew(boolean sqlite) throws Exception {
        try (Store store = store(sqlite)) {
            Secrets secrets = secrets(store);
            for (int i = 0; i < 20; i++) {
                secrets.set(ANN, "shop", "S" + i, "value " + i);
            }
            List<String> before = sealed(store);
            String oldKey = Files.readString(data.resolve(SealingKeys.FILE));
            assertThat(secrets.rotate(ANN)).isEqualTo(20);
            assertThat(Files.readString(data.resolve(SealingKeys.FILE)))
                    .hasLineCount(1)
                    .isNotEqualTo(oldKey);
            assertThat(sealed(store)).hasSize(20).doesNotContainAnyElementsOf(before);
            for (int i = 0; i < 20; i++) {
                assertThat(value(secrets.find("shop", "S" + i))).isEqualTo("value " + i);
            }
            Files.writeString(data.resolve(SealingKeys.FILE), oldKey);
            assertUnusable(() -> secrets.find("shop", "S0"), "has no key");
        }
    }

    /** It stopped after the new key was written, or after everything was sealed with it: nothing is lost. */
    @Test
    void aChangeOfTheKeyThatStoppedHalfway() throws Exception {
        try (Store store = store(true)) {
            SealingKeys keys = new SealingKeys(data, Optional.empty());
            Secrets secrets = secrets(store, keys);
            secrets.set(ANN, "shop", "OLD", "old");
            keys.add();
            secrets.set(ANN, "shop", "NEW", "new");
            assertThat(value(secrets.find("shop", "OLD"))).isEqualTo("old");
            assertThat(value(secrets.find("shop", "NEW"))).isEqualTo("new");
            secrets.rotate(ANN);
            assertThat(Files.readString(data.resolve(SealingKeys.FILE))).hasLineCount(1);
            assertThat(value(secrets.find("shop", "OLD"))).isEqualTo("old");
            assertThat(value(secrets.find("shop", "NEW"))).isEqualTo("new");
        }
    }

    @Test
    void theKeyFileIsForItsOwnerOnly() throws Exception {
        try (Store store = store(true)) {
            Secrets secrets = secrets(store);
            secrets.set(ANN, "shop", "PROD", "x");
            Path file = data.resolve(SealingKeys.FILE);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
            assertUnusable(() -> secrets.find("shop", "PROD"), "others than its owner");
        }
    }

    /** A key made beside secrets of a lost one would hide the loss until somebody deploys. */
    @Test
    void aLostKeyIsTold() throws Exception {
        try (Store store = store(true)) {
            Secrets secrets = secrets(store);
            secrets.set(ANN, "shop", "PROD", "x");
            Files.delete(data.resolve(SealingKeys.FILE));
            assertUnusable(() -> secrets.find("shop", "PROD"), "has no key");
            assertUnusable(() -> secrets.set(ANN, "shop", "QA", "y"), "has no key");
            assertUnusable(() -> secrets.rotate(ANN), "has no key");
            assertThat(data.resolve(SealingKeys.FILE)).doesNotExist();
        }
    }

    @Test
    void theBackUpHoldsNeitherSecretsNorTheKey() throws Exception {
        try (Store store = store(true)) {
            secrets(store).set(ANN, "shop", "PROD", "canary in the back-up");
            String key = Files.readString(data.resolve(SealingKeys.FILE)).strip();
            Path backUp = data.resolve("back-up.db");
            try (Store to = Store.open(StoreSettings.file(backUp), Clock.systemUTC(), Map.of(), Progress.NONE)) {
                assertThat(StoreCopy.run(store, to)).containsEntry("secret", 1L);
                assertThat(value(secrets(to).find("shop", "PROD"))).isEqualTo("canary in the back-up");
            }
            assertThat(Files.readString(backUp, StandardCharsets.ISO_8859_1))
                    .contains("PROD")
                    .doesNotContain("canary in the back-up", key);
        }
    }

    @Test
    void keysFromASetting() {
        String first = SealingKey.generate().base64();
        String second = SealingKey.generate().base64();
        try (Store store = store(true)) {
            secrets(store, setting(first)).set(ANN, "shop", "PROD", "x");
            Secrets both = secrets(store, setting(second + ",\n" + first));
            assertThat(value(both.find("shop", "PROD"))).isEqualTo("x");
            assertThat(both.rotate(ANN)).isEqualTo(1);
            assertThat(value(secrets(store, setting(second)).find("shop", "PROD")))
                    .isEqualTo("x");
            assertUnusable(() -> secrets(store, setting(first)).find("shop", "PROD"), "has no key");
            for (String bad : List.of("", "abc", first + " short", "A".repeat(43))) {
                assertUnusable(() -> secrets(store, setting(bad)).find("shop", "PROD"), "--secret-key");
            }
            assertThat(data.resolve(SealingKeys.FILE)).doesNotExist();
        }
    }

    private SealingKeys setting(String text) {
        return new SealingKeys(data, Optional.of(() -> Secret.of(text)));
    }
}
