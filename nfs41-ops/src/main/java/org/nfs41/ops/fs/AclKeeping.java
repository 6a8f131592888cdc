package org.nfs41.ops.fs;

/** Whether a file system's objects can have access control lists (RFC 8881 chapter 6). */
public enum AclKeeping {
    /** None: the {@code acl} attribute is not supported. */
    NONE,
    /**
     * What storage can express of a list that is set, so that nobody is granted more than it says;
     * what it shows then is what it keeps.
     */
    NEAREST,
    /** Any list, as it was given. */
    EXACT
}
