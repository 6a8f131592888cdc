package org.nfs41.conformance.check;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.platform.engine.support.store.Namespace;
import org.junit.platform.engine.support.store.NamespacedHierarchicalStore;

/** Where the launcher puts the {@link CheckEnvironment} and a check's extension finds it. */
public final class CheckEnvironments {
    private static final Object[] PARTS = {CheckEnvironments.class};

    private CheckEnvironments() {}

    /** Makes {@code environment} that of every check run in the launcher session of this store. */
    public static void put(
            NamespacedHierarchicalStore<Namespace> sessionStore, CheckEnvironment environment) {
        sessionStore.put(Namespace.create(PARTS), CheckEnvironment.class, environment);
    }

    static CheckEnvironment of(ExtensionContext extension) {
        ExtensionContext.Store store =
                extension.getStore(
                        StoreScope.LAUNCHER_SESSION, ExtensionContext.Namespace.create(PARTS));
        @Nullable CheckEnvironment environment =
                store.get(CheckEnvironment.class, CheckEnvironment.class);
        if (environment != null) {
            return environment;
        }
        CheckEnvironment named = CheckEnvironment.fromSystemProperty();
        if (named == null) {
            String property = CheckEnvironment.SERVER_PROPERTY;
            throw new Skipped("no server: set -D" + property + "=HOST[:PORT]:/EXPORT");
        }
        store.put(CheckEnvironment.class, named);
        return named;
    }
}
