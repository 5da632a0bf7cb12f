package io.slipway.release.rules;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.common.types.StructTypeReference;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.slipway.release.rules.OwnRule.Subject;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads expressions in the Common Expression Language (https://cel.dev). The one place that knows the library: it takes
 * half a second to start, which only those pay who have rules of their own.
 */
final class Expressions {
    /** More turns than this an expression does not take: it is asked about every statement. */
    private static final int MOST_TURNS = 1_000_000;

    private static final CelOptions OPTIONS = CelOptions.current()
            .comprehensionMaxIterations(MOST_TURNS)
            .enableHeterogeneousNumericComparisons(true)
            .build();

    private final CelRuntime runtime =
            CelRuntimeFactory.plannerRuntimeBuilder().setOptions(OPTIONS).build();

    /** @throws Expression.Unread it cannot be read, or is not true or false */
    Expression condition(Subject subject, String text) {
        return read(builder(subject).setResultType(SimpleType.BOOL).build(), text);
    }

    /** @throws Expression.Unread it cannot be read */
    Expression any(Subject subject, String text) {
        return read(builder(subject).build(), text);
    }

    private static CelCompilerBuilder builder(Subject subject) {
        CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .setTypeProvider(Types.PROVIDER);
        Seen.variables(subject).forEach((name, type) -> builder.addVar(name, Types.of(type)));
        return builder;
    }

    private Expression read(CelCompiler compiler, String text) {
        try {
            CelAbstractSyntaxTree tree = compiler.compile(text).getAst();
            CelRuntime.Program program = runtime.createProgram(tree);
            return seen -> {
                try {
                    return program.eval(seen);
                } catch (CelEvaluationException e) {
                    throw new Expression.Failed(String.valueOf(e.getMessage()), e);
                }
            };
        } catch (CelValidationException e) {
            throw new Expression.Unread(
                    e.getErrors().stream()
                            .map(issue -> issue.getMessage() + " at line "
                                    + issue.getSourceLocation().getLine() + ", character "
                                    + (issue.getSourceLocation().getColumn() + 1))
                            .collect(Collectors.joining("; ")),
                    e);
        } catch (CelEvaluationException e) {
            throw new Expression.Unread(String.valueOf(e.getMessage()), e);
        }
    }

    /** What {@link Seen} calls its types, as the library does: a name that no type has is refused when it is read. */
    private static final class Types implements CelTypeProvider {
        static final Types PROVIDER = new Types();

        private static CelType struct(String name, Map<String, String> fields) {
            ImmutableMap<String, String> known = ImmutableMap.copyOf(fields);
            return StructType.create(
                    name,
                    known.keySet(),
                    field -> Optional.ofNullable(known.get(field)).map(Types::of));
        }

        static CelType of(String type) {
            return switch (type) {
                case Seen.TEXT -> SimpleType.STRING;
                case Seen.NUMBER -> SimpleType.INT;
                case Seen.FLAG -> SimpleType.BOOL;
                default ->
                    type.startsWith(Seen.LIST_OF)
                            ? ListType.create(of(type.substring(Seen.LIST_OF.length())))
                            : StructTypeReference.create(type);
            };
        }

        @Override
        public ImmutableCollection<CelType> types() {
            return Seen.TYPES.entrySet().stream()
                    .map(type -> struct(type.getKey(), type.getValue()))
                    .collect(ImmutableList.toImmutableList());
        }

        @Override
        public Optional<CelType> findType(String name) {
            return Optional.ofNullable(Seen.TYPES.get(name)).map(fields -> struct(name, fields));
        }
    }
}
