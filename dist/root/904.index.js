export const id = 904;
export const ids = [904];
export const modules = {

/***/ 3904:
/***/ ((__webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
__webpack_require__.r(__webpack_exports__);
// By import(): of a bundle's first file ncc does not collect the licences of what is in it.
const { main } = await Promise.all(/* import() */[__webpack_require__.e(327), __webpack_require__.e(455), __webpack_require__.e(463), __webpack_require__.e(435), __webpack_require__.e(590), __webpack_require__.e(244)]).then(__webpack_require__.bind(__webpack_require__, 1244));
await main(process.env);
// What may still be under way, such as the wait of a request that nobody needs any more, must not keep the step alive.
process.stdout.write('', () => process.exit());


__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ })

};
