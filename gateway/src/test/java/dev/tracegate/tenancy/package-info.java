/** The attribution of segments to tenants with network namespaces as tasks. */
package dev.tracegate.tenancy;
