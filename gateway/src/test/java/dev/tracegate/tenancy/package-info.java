/** Whose a segment is, on real networks: namespaces as tasks. */
package dev.tracegate.tenancy;
