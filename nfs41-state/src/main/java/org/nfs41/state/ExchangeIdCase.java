package org.nfs41.state;

/**
 * The situations that EXCHANGE_ID tells apart, with their numbers in RFC 8881 section 18.35.4, and
 * the one function that does so.
 *
 * <p>An unconfirmed record beside a confirmed one decides nothing: it gives way to whatever comes
 * of the request, unless that is refused (item 5, last paragraph). Case 4, the replacement of an
 * unconfirmed record that stands alone, is therefore {@link #NEW_OWNER}.
 */
enum ExchangeIdCase {
    /** Items 1 and 4: there is no confirmed record; an unconfirmed one is replaced. */
    NEW_OWNER,
    /** Item 2: the same incarnation again, to look whether it can trunk, or as a retry. */
    SAME_CLIENT,
    /** Item 3: another principal has the name, and uses it. */
    COLLISION,
    /** Item 3: another principal had the name but no state, or its lease has lapsed. */
    ABANDONED_NAME,
    /** Item 5: another incarnation. The old one lives until the new one is confirmed. */
    RESTART,
    /** Item 6: properties of a confirmed client id change. */
    UPDATE,
    /** Item 7: there is nothing to update. */
    UPDATE_WITHOUT_RECORD,
    /** Item 8: an update by another incarnation. */
    UPDATE_OF_OTHER_INCARNATION,
    /** Item 9: an update by another principal. */
    UPDATE_BY_OTHER_PRINCIPAL;

    /**
     * @param update EXCHGID4_FLAG_UPD_CONFIRMED_REC_A
     * @param confirmed whether the owner has a confirmed record; the rest is about that record
     * @param sameVerifier whether it is of this incarnation
     * @param samePrincipal whether it is of this principal
     * @param inUse whether it has sessions or state under a lease that has not lapsed
     */
    static ExchangeIdCase of(
            boolean update,
            boolean confirmed,
            boolean sameVerifier,
            boolean samePrincipal,
            boolean inUse) {
        if (update) {
            return ofUpdate(confirmed, sameVerifier, samePrincipal);
        }
        if (!confirmed) {
            return NEW_OWNER;
        }
        if (!samePrincipal) {
            return inUse ? COLLISION : ABANDONED_NAME;
        }
        return sameVerifier ? SAME_CLIENT : RESTART;
    }

    private static ExchangeIdCase ofUpdate(
            boolean confirmed, boolean sameVerifier, boolean samePrincipal) {
        if (!confirmed) {
            return UPDATE_WITHOUT_RECORD;
        }
        if (!sameVerifier) {
            return UPDATE_OF_OTHER_INCARNATION;
        }
        return samePrincipal ? UPDATE : UPDATE_BY_OTHER_PRINCIPAL;
    }
}
