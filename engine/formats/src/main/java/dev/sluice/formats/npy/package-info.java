/// numpy's `.npy` files of structured, one-dimensional arrays: mapped for reading, written byte for byte as numpy does.
package dev.sluice.formats.npy;
