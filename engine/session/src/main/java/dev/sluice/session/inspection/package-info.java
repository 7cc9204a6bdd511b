/// What is in an input, without computing anything from it.
package dev.sluice.session.inspection;
