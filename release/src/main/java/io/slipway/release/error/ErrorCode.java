package io.slipway.release.error;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Every refusal and failure has one of these codes; they never change their meaning. */
public enum ErrorCode {
    USAGE(Category.USAGE),

    PROJECT_FILE_MISSING(Category.CONFIGURATION),
    PROJECT_EXISTS(Category.REFUSED),
    PROJECT_FILE_INVALID(Category.CONFIGURATION),
    ROLLOUT_FILE_MISSING(Category.CONFIGURATION),
    ROLLOUT_FILE_INVALID(Category.CONFIGURATION),
    /** The repository cannot be read, or its host refuses a push. */
    REPOSITORY_REFUSED(Category.CONFIGURATION),
    BROWSER_MISSING(Category.CONFIGURATION),
    /** A program that pictures and recordings are made with is not on this machine. */
    PROGRAM_MISSING(Category.CONFIGURATION),
    SCENARIO_INVALID(Category.CONFIGURATION),
    SCENARIO_UNKNOWN(Category.CONFIGURATION),
    /** A step of a scenario did not do what the scenario says. */
    SCENARIO_FAILED(Category.FAILED),
    /** A recording, or the list of its cuts, is not as it must be, or cannot be read. */
    RECORDING_INVALID(Category.INPUT),
    /** Where guides, films or cuts go takes no files. */
    FOLDER_UNWRITABLE(Category.FAILED),
    SECRET_LITERAL(Category.CONFIGURATION),
    SECRET_UNAVAILABLE(Category.CONFIGURATION),
    ENVIRONMENT_UNKNOWN(Category.CONFIGURATION),
    PIPELINE_UNKNOWN(Category.CONFIGURATION),
    /** An environment has no database of that name. */
    DATABASE_UNKNOWN(Category.CONFIGURATION),
    /** An environment has many databases, and what was asked is for one of them. */
    DATABASE_NOT_NAMED(Category.USAGE),
    DATABASE_UNSUPPORTED(Category.CONFIGURATION),
    DATABASE_UNREACHABLE(Category.CONFIGURATION),
    DATABASE_LOGIN_REFUSED(Category.CONFIGURATION),
    REFERENCE_UNAVAILABLE(Category.CONFIGURATION),
    GIT_SHALLOW(Category.CONFIGURATION),
    SIGNING_KEY_INVALID(Category.CONFIGURATION),
    SETTING_INVALID(Category.CONFIGURATION),
    TLS_INVALID(Category.CONFIGURATION),

    FOLDER_UNKNOWN(Category.INPUT),
    SCRIPT_ENCODING(Category.INPUT),
    SCRIPT_EMPTY(Category.INPUT),
    SCRIPT_HEADER(Category.INPUT),
    SCRIPT_UNREADABLE(Category.INPUT),
    SCRIPT_UNWRITABLE(Category.FAILED),
    SCRIPT_PATH(Category.INPUT),
    SCRIPT_SYNTAX(Category.INPUT),
    SCRIPT_DIRECTIVE(Category.INPUT),
    SCRIPT_TRANSACTION_OPEN(Category.INPUT),
    SCRIPT_FAILED(Category.INPUT),
    SCRIPT_DUPLICATE_ID(Category.INPUT),
    SCRIPT_REQUIRES_UNKNOWN(Category.INPUT),
    SCRIPT_REQUIRES_CIRCLE(Category.INPUT),
    SCRIPT_EDITED(Category.REFUSED),
    SCRIPT_DELETED(Category.REFUSED),
    SCRIPT_PARAMETER_UNDEFINED(Category.CONFIGURATION),
    ROLLBACK_WITHOUT_SCRIPT(Category.INPUT),
    ROLLBACK_NOT_PROVED(Category.REFUSED),
    REWORK_IMPOSSIBLE(Category.REFUSED),
    /** A script does not keep a rule that the project wants kept. */
    RULES_REFUSED(Category.REFUSED),
    /** A file of a rule of the project's own is not as it must be. */
    RULE_INVALID(Category.CONFIGURATION),

    ARTIFACT_MISSING(Category.INPUT),
    ARTIFACT_DAMAGED(Category.INPUT),
    ARTIFACT_HOSTILE(Category.INPUT),
    ARTIFACT_NEWER_FORMAT(Category.INPUT),
    ARTIFACT_SIGNATURE(Category.REFUSED),
    ARTIFACT_EXISTS(Category.REFUSED),
    ARTIFACT_FORKED(Category.REFUSED),
    /** A clean-up took it away, or what it continues. */
    ARTIFACT_CLEANED_UP(Category.REFUSED),
    ARTIFACT_TOO_LARGE(Category.INPUT),
    ARTIFACT_UNWRITABLE(Category.FAILED),

    HISTORY_UNKNOWN_CHANGE(Category.REFUSED),
    HISTORY_OTHER_TEXT(Category.REFUSED),
    NOTHING_IN_DOUBT(Category.REFUSED),
    VERDICT_CONTRADICTED(Category.REFUSED),
    HISTORY_IN_DOUBT(Category.REFUSED),
    HISTORY_NEWER_FORMAT(Category.REFUSED),
    /** Slipway's own tables in a target cannot be read or written, mostly for want of a privilege. */
    HISTORY_UNUSABLE(Category.CONFIGURATION),
    GATE_NOT_PASSED(Category.REFUSED),
    APPROVAL_REQUIRED(Category.REFUSED),
    REQUIRES_NOT_CHOSEN(Category.REFUSED),
    LOCK_HELD(Category.REFUSED),
    /** Others' locks kept the schema from being read. */
    SCHEMA_LOCKED(Category.REFUSED),
    BASELINE_DIFFERS(Category.REFUSED),
    /** No script is known that takes one schema to the other. */
    DRIFT_UNPROVED(Category.REFUSED),
    DRIFT_SCRIPT_UNAVAILABLE(Category.REFUSED),
    DRIFT_LOSES_DATA(Category.REFUSED),
    DRIFT_CHANGED(Category.REFUSED),
    /** A script says that what it does was done there by hand, and the target does not show it. */
    ADOPTED_DIFFERS(Category.REFUSED),
    ROLLBACK_IMPOSSIBLE(Category.REFUSED),

    NOT_SIGNED_IN(Category.REFUSED),
    NOT_ALLOWED(Category.REFUSED),
    NOT_FOUND(Category.REFUSED),
    REQUEST_INVALID(Category.USAGE),
    REQUEST_TOO_LARGE(Category.REFUSED),
    IDEMPOTENCY_KEY_REUSED(Category.INPUT),
    REQUEST_UNDER_WAY(Category.REFUSED),
    STORE_UNAVAILABLE(Category.FAILED),
    SERVER_UNREACHABLE(Category.CONFIGURATION),
    DEPLOYMENT_REJECTED(Category.REFUSED),
    SIGN_IN_REFUSED(Category.REFUSED),
    TOO_MANY_TRIES(Category.REFUSED),
    SIGN_ON_UNAVAILABLE(Category.FAILED),
    SETUP_LINK_USED(Category.REFUSED),
    ACCOUNT_LOCKED_OUT(Category.REFUSED),
    /** No mail server is set, none knows how the server is reached, or the account has no address. */
    MAIL_UNAVAILABLE(Category.REFUSED),
    NAME_TAKEN(Category.REFUSED),
    LAST_ADMINISTRATOR(Category.REFUSED),
    DEPLOYMENT_STATE(Category.REFUSED),
    CASE_STATE(Category.REFUSED),
    APPROVAL_OWN(Category.REFUSED),
    APPROVAL_VOID(Category.REFUSED),
    POLICY_UNSATISFIABLE(Category.REFUSED),
    CALENDAR_CLOSED(Category.REFUSED),
    NOT_LIVE(Category.REFUSED),
    CLEANUP_REFUSED(Category.REFUSED),
    BACKUP_FAILED(Category.FAILED),
    WINDOW_TOO_SHORT(Category.REFUSED),
    DATE_REFUSED(Category.REFUSED),
    DATE_SUPERSEDED(Category.REFUSED),
    SPRINTS_STALE(Category.REFUSED),
    TRAINING_REFUSED(Category.REFUSED),
    TRAINING_SUPERSEDED(Category.REFUSED),
    /** A seat of a lab is past its time, or its lab is closed. */
    LAB_SEAT_ENDED(Category.REFUSED),
    /** Something else is under way at the seat, or at too many others. */
    LAB_BUSY(Category.REFUSED),
    /** Somebody else wrote the file meanwhile. */
    LAB_FILE_CHANGED(Category.REFUSED),
    /** There is no database server for seats. */
    LAB_UNAVAILABLE(Category.CONFIGURATION),
    /** What ran took more than it may, and was ended. */
    LAB_STOPPED(Category.FAILED),
    SPRINTS_UNREADABLE(Category.INPUT),
    AUDIT_FILE_UNREADABLE(Category.INPUT),
    STORE_NOT_EMPTY(Category.REFUSED),
    STORE_IN_USE(Category.REFUSED),
    STORE_COPY_FAILED(Category.FAILED),
    AUDIT_DAMAGED(Category.INPUT),
    RUNNER_AWAY(Category.CONFIGURATION),
    RUNNER_TASK_GONE(Category.REFUSED),
    RUNNER_VERSION(Category.REFUSED),
    RUNNER_DISTRUSTS(Category.REFUSED),
    SECRET_KEY_UNUSABLE(Category.CONFIGURATION),
    ADDRESS_REFUSED(Category.INPUT),

    /** What provisioning would change was made by others, or changed by hand. */
    PROVISION_REFUSED(Category.REFUSED),
    PROVISION_STALE(Category.REFUSED),
    PROVISION_STOPPED(Category.PARTIAL),

    DEPLOYMENT_FAILED(Category.FAILED),
    DEPLOYMENT_PARTIAL(Category.PARTIAL),
    LOCK_LOST(Category.PARTIAL),
    CONNECTION_LOST(Category.PARTIAL),
    CANCELLED(Category.FAILED),

    INTERNAL(Category.INTERNAL);

    private final Category category;

    ErrorCode(Category category) {
        this.category = category;
    }

    public Category category() {
        return category;
    }

    /** The one that is called so; empty when this version knows none. */
    public static Optional<ErrorCode> of(String code) {
        return Arrays.stream(values()).filter(each -> each.code().equals(code)).findFirst();
    }

    /** The code as people and programs see it, such as {@code script-failed}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
